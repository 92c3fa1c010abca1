// A static with an initialiser, one that is set before the flag under a lock, and an atomic flag that is set
// last.
#include <atomic>
#include <mutex>

enum Kind { none, gpu };
int ask_device(void* device);

static Kind device_kind(void* device) {
  static const Kind kind = static_cast<Kind>(ask_device(device));
  return kind;
}

static Kind locked_kind(void* device) {
  static Kind kind;
  static bool known = false;
  static std::mutex mutex;
  std::lock_guard<std::mutex> lock(mutex);
  if (!known) {
    known = true;
    kind = static_cast<Kind>(ask_device(device));
  }
  return kind;
}

static Kind checked_kind(void* device) {
  static std::atomic<bool> known = false;
  static Kind kind;
  if (!known) {
    static std::mutex mutex;
    std::lock_guard<std::mutex> lock(mutex);
    if (!known) {
      kind = static_cast<Kind>(ask_device(device));
      known = true;
    }
  }
  return kind;
}

struct Interface {
  Kind (*kind)(void*);
};

extern const Interface interfaces[];
const Interface interfaces[] = {{device_kind}, {locked_kind}, {checked_kind}};
