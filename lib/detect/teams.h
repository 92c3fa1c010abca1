// Teams of threads outside OpenMP: several threads run one function, each with a number of its own, and meet
// at barriers. Where the barriers are, and which values differ between the threads of a team. Thread-varying
// values are found by forward propagation from the thread numbers, as GPU compilers do it for divergence
// (Karrenberg and Hack, CC 2012), without regard to order and through data only.
#pragma once

#include "detect/event_index.h"

#include <set>
#include <utility>
#include <vector>

namespace burler::detect {

/// The thread itself goes on in the event's callee.
bool runs_function(const summary::Event& e);

class Teams {
public:
  /// Linear in events and flows, times the few rounds in which numbers are passed on. `index` must outlive
  /// it.
  explicit Teams(const EventIndex& index);

  /// No function meets at a barrier.
  bool empty() const { return meeting_.empty(); }
  /// The event is a barrier: by its model, or a call of a function that is one by its shape (a counter that
  /// each thread raises, and a generation that all but the last wait for, by spinning or with a condition).
  bool is_barrier(const EventRef& r) const;
  /// The barriers that the event may come to, itself or in a called function.
  bool may_meet(const EventRef& r) const;
  /// The function has such an event. Functions that are barriers themselves do not count.
  bool meets(std::uint32_t function) const { return meeting_.contains(function); }
  /// A barrier whose object the function was given, so that there may be several.
  bool of_parameter(const EventRef& barrier) const;
  /// Under a branch on the number of the thread.
  bool of_one_thread(const EventRef& r) const;
  /// Something in the function is computed from the number of its thread.
  bool knows_number(std::uint32_t function) const;
  /// The value differs between the threads of a team: it comes from the number of the thread.
  bool varies(std::uint32_t function, const AccessPath& path) const;

private:
  void find_barriers();
  void find_meeting();
  void find_numbers();
  void seed_fork(const EventRef& r);
  void seed_closure(const EventRef& r);
  void seed_elements(std::uint32_t function);
  void pass_on(const EventRef& r);
  void keep_in_fields(std::uint32_t function);
  bool counts(std::uint32_t function, const AccessPath& variable) const;
  bool varies(std::uint32_t function, const AccessPath& path, std::set<AccessPath>& asked) const;
  const std::vector<summary::Flow>& flows(std::uint32_t function) const;
  std::uint32_t number_of(Symbol usr) const;
  bool spins(std::uint32_t function) const;
  bool sleeps(std::uint32_t function) const;

  const EventIndex& index_;
  std::set<std::uint32_t> barriers_;           ///< functions that are barriers by their shape
  std::set<std::uint32_t> meeting_;            ///< functions that may come to a barrier
  std::set<std::pair<Symbol, Symbol>> fields_; ///< owner and name: numbers of threads
  std::set<std::pair<std::uint32_t, std::uint32_t>> formals_;
  std::set<std::pair<Symbol, Symbol>> captures_; ///< operator() and capture: a copy that each thread has
};

} // namespace burler::detect
