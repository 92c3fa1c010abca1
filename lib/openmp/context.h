// In which situation an access happens: which thread of which team may run it, in which phase, iteration and
// task, with which locks, under which conditions.
#pragma once

#include "openmp/memory.h"
#include "summary/event.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace burler::openmp {

inline constexpr std::uint32_t never = std::numeric_limits<std::uint32_t>::max();

/// A region that several threads (or teams) run: everything with a number at or above the marks was made
/// inside it and is one per thread.
struct Level {
  bool teams = false;
  bool threads = false; ///< of the language, started by a loop: other judges know more of all but their parts
  bool concurrent = true; ///< false: if(0), num_threads(1), or a single team
  std::uint32_t first_symbol = 0, first_object = 0;
  Term thread = 0; ///< number of the thread
  Term count = 0;  ///< of threads
  summary::Place place;
  std::string name; ///< "parallel", "teams"
  /// Variables that code of the region assigns; read by it, shared ones are not known.
  std::vector<Symbol> assigned;
  std::size_t conditions = 0; ///< how many of a context's conditions hold for the whole region
};

/// A construct whose iterations or parts are shared out among the threads of a level: two different threads
/// never run the same part.
struct Work {
  std::uint32_t instance = 0;  ///< the same construct met again has another number
  std::uint32_t directive = 0; ///< number of the construct in the source
  std::vector<Term> part;      ///< iteration variables, those of sequential loops around the construct too
  std::size_t outer = 0;       ///< how many of `part` belong to the loops around
  bool loop = false;
  bool master = false;
  Term static_key = 0; ///< loops with the same key give the same iteration to the same thread
  std::string text;    ///< "for", "single", "section"
  summary::Place place;
};

struct LevelContext {
  std::uint32_t level = 0;
  std::uint32_t phase = 0; ///< barriers passed
  std::vector<Work> work;  ///< innermost last
};

struct Lock {
  std::string name;        ///< critical sections
  Address address;         ///< lock variables
  std::uint32_t since = 0; ///< sequence number of the acquisition
  std::uint32_t phase = 0; ///< of the team at the acquisition
  Term condition = 0;      ///< under which it is held
  bool same(const Lock& other) const { return name == other.name && address == other.address; }
};

/// A loop that spins until another thread has changed a flag.
struct Await {
  std::uint32_t flag = 0; ///< object
  Term condition = 0;     ///< under which the thread waited
};

struct SimdLoop {
  std::uint32_t instance = 0;
  std::uint32_t first_symbol = 0, first_object = 0;
  std::uint32_t safelen = 0;
  std::vector<Term> part;
  std::vector<Term> ordinal; ///< counts iterations; one per loop of the nest
  summary::Place place;
};

struct Context {
  std::vector<LevelContext> levels;
  std::vector<Lock> locks;
  std::vector<Term> conditions;
  std::vector<SimdLoop> simd;
  std::vector<Term> loops; ///< iteration variables of the sequential loops since the innermost level
  std::uint32_t task = 0;
  std::uint32_t ordered = 0; ///< instance of the loop whose ordered region this is
  bool vague = false;        ///< under a condition that no term expresses
  bool handover = false;     ///< locks are taken or released on some paths only
  std::vector<Await> awaited;
  std::vector<Lock> acquired; ///< since the region began, those released again too
};

/// An explicit task, or the implicit one of a thread. Sequence numbers count along the walk, which runs a
/// task where it is created.
struct Task {
  std::uint32_t parent = 0;
  std::uint32_t level = 0; ///< number of enclosing levels
  std::uint32_t created = 0, ended = never;
  std::uint32_t joined = never; ///< when the parent has waited for it
  std::uint32_t group_end = never,
                group_owner = 0; ///< when it and all below it have ended, as its owner knows
  bool is_explicit = false;
  bool undeferred = false;
  std::vector<std::pair<summary::DependKind, Address>> depends;
  summary::Place place;
};

struct Access {
  Address address;
  bool write = false;
  bool atomic = false;
  bool vague = false;   ///< not sure to happen, or not exactly there
  bool release = false; ///< atomic write or flush-protected write that publishes
  std::uint32_t size = 0;
  std::uint32_t sequence = 0;
  std::uint32_t context = 0;
  summary::Place place;
  Symbol function;
  std::vector<std::pair<Symbol, summary::Place>> stack; ///< calls that led here, outermost first
  bool accumulates = false;                             ///< part of a read-modify-write of one element
};

} // namespace burler::openmp
