// A callback of an interface keeps what it asked once in statics: the flag is set before the value it
// announces, and nobody says on which threads the interface is used. The program has threads and locks
// elsewhere.
#include <mutex>

enum Kind { none, gpu };
int ask_device(void* device);

static Kind device_kind(void* device) {
  static Kind kind;
  static bool known = false;
  if (!known) { // expect: race/lazy-init
    known = true;
    kind = static_cast<Kind>(ask_device(device));
  }
  return kind;
}

struct Interface {
  Kind (*kind)(void*);
};

extern const Interface interface;
const Interface interface = {device_kind};

static std::mutex registry_mutex;
static int registered;

void register_device() {
  std::lock_guard<std::mutex> lock(registry_mutex);
  ++registered;
}
