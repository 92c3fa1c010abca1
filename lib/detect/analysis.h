// The entry to the judging half: a linked program in, everything the rules need out.
#pragma once

#include "detect/event_index.h"
#include "detect/function_summary.h"
#include "detect/guard_inference.h"
#include "detect/instance.h"
#include "detect/lock_graph.h"
#include "detect/options.h"
#include "detect/pool_handover.h"
#include "detect/races.h"
#include "detect/stalls.h"
#include "detect/teams.h"
#include "detect/thread_tree.h"
#include "detect/transient_state.h"
#include "openmp/analysis.h"

#include <map>
#include <memory>
#include <vector>

namespace burler::detect {

/// Results of one analysis. Refers to the program, which must outlive it. Findings are made by
/// rules::run_rules.
struct Analysis {
  const summary::Program* program = nullptr;
  Options options;
  std::unique_ptr<Facts> facts;
  std::unique_ptr<EventIndex> events;
  std::unique_ptr<ThreadTree> threads;
  std::unique_ptr<Teams> teams; ///< refers to `events`
  std::unique_ptr<PoolHandover> pools;
  std::vector<Instance> accesses;
  std::vector<LockInstance> acquisitions;
  std::map<Subject, Usage> usages;
  std::vector<Race> races;
  std::vector<TransientState> transient_states;
  std::vector<LockCycle> lock_cycles;
  std::vector<DoubleLock> double_locks;
  std::vector<Stall> stalls;
  std::vector<openmp::Defect> openmp;
  std::size_t truncated_functions = 0; ///< functions for which a cap left records out
};

/// Deterministic. Bottom-up summaries: near-linear in events, times the inlining caps of function_summary.h;
/// then pairs of accesses per object.
Analysis analyse(const summary::Program& program, const Options& options);

} // namespace burler::detect
