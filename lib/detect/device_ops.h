// What the events of a host function ask of a device: operations queued on streams, events recorded and
// waited for, host waits; through calls, in the caller's terms. The words of the models ("device copy", ...)
// are read here only.
#pragma once

#include "detect/event_index.h"

#include <string>
#include <vector>

namespace burler::detect {

struct DeviceStream {
  enum class Kind { unknown, standard, named } kind = Kind::unknown; ///< standard: the legacy default stream
  AccessPath path;
  bool operator==(const DeviceStream&) const = default;
};

struct DeviceUse {
  AccessPath memory;
  bool write = false;
  bool host = false; ///< memory of the host, by the direction of the copy
};

struct DeviceOp {
  enum class Kind {
    queued,      ///< on `stream`: uses memory later than the call
    copy_now,    ///< on the default stream, and the host waits for it
    record,      ///< `event` on `stream`
    wait,        ///< `stream` waits for `event`
    sync_stream, ///< the host waits
    sync_event,
    sync_all,
    unknown,   ///< may order anything
    host,      ///< the host reads or writes memory
    host_free, ///< the host gives memory back
  };
  Kind kind = Kind::queued;
  DeviceStream stream;
  AccessPath event;
  std::vector<DeviceUse> uses;
  bool frees = false;   ///< queued: gives its memory back
  bool certain = true;  ///< false: under a branch of a called function
  bool managed = false; ///< allocation of pinned or managed memory
  EventRef at;          ///< the event itself, perhaps in a called function
};

class DeviceOps {
public:
  explicit DeviceOps(const EventIndex& index) : index_(index) {}

  /// In the order of execution. Calls are followed `deepest` deep; those into unseen code are `unknown` with
  /// what they are given in `uses` and `event`.
  std::vector<DeviceOp> of(const EventRef& r) const { return of(r, 0); }
  /// Does the function queue anything itself?
  bool queues(std::uint32_t function) const;
  /// The functions that reach a device's queue themselves, or by the calls that are followed: in others `of`
  /// gives nothing but the host's own work. Linear in the calls around them.
  std::set<std::uint32_t> near() const;

private:
  std::vector<DeviceOp> of(const EventRef& r, int depth) const;
  bool part_of_library(const EventRef& r) const;
  DeviceOp library(const EventRef& r) const;
  DeviceOp launch(const EventRef& r) const;
  std::vector<DeviceOp> call(const EventRef& r, int depth) const;
  bool kernel_writes(const summary::Function& kernel, std::uint32_t formal) const;
  std::string constant(const summary::Event& e, std::size_t operand) const;
  DeviceStream stream(const summary::Event& e, std::size_t operand) const;

  static constexpr int deepest = 3;
  static constexpr std::size_t most_ops = 200;
  const EventIndex& index_;
};

/// `path` of the called function in the caller's terms; empty when it is private to the callee.
AccessPath through_call(const AccessPath& path, const summary::Event& call);

} // namespace burler::detect
