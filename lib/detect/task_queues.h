// Thread pools by their shape: a function puts a callable that it is given into a container, and code that
// several threads run takes callables out of that container and calls them. Handing a callable to such a
// function starts a task; the caller goes on. No library is known by name here.
#pragma once

#include "detect/call_graph.h"
#include "summary/program.h"

#include <cstdint>
#include <map>
#include <optional>

namespace burler::detect {

class TaskQueues {
public:
  /// Near-linear in the events of the program. `calls`: of the same program.
  TaskQueues(const summary::Program& program, const CallGraph& calls);

  struct Sink {
    std::uint32_t callable = 0;            ///< number of the formal that is run
    std::optional<std::uint32_t> argument; ///< of the formal that it is given (`job = {function, opaque}`)
    std::optional<std::uint32_t> pool;     ///< of the formal that is the pool; none: the method's object
  };
  /// What a call of the function starts; null when it starts no task.
  const Sink* sink(Symbol function) const {
    const auto found = sinks_.find(function);
    return found == sinks_.end() ? nullptr : &found->second;
  }
  /// A function of a pool that waits, asks for its state or ends it: taken to wait until all tasks have
  /// ended. The formal that is the pool, -1 for the method's object; null when it is no such function.
  const int* waits(Symbol function) const {
    const auto found = waiting_.find(function);
    return found == waiting_.end() ? nullptr : &found->second;
  }

private:
  void find_wrappers(const summary::Program& program);

  std::map<Symbol, Sink> sinks_;
  std::map<Symbol, int> waiting_;
};

} // namespace burler::detect
