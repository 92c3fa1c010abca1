#include "openmp/walker.h"

#include <algorithm>

namespace burler::openmp {

using namespace summary;

namespace {

constexpr std::size_t most_steps = 400000, most_accesses = 30000;

/// Directives that need a team around them to mean anything.
constexpr std::uint32_t team_parts = omp_for | omp_sections | omp_single | omp_master | omp_barrier;
constexpr std::uint32_t task_parts = omp_task | omp_taskloop;

} // namespace

Walker::Walker(const ProgramFacts& facts, Trace& trace) : facts_(facts), out_(trace), terms_(trace.terms) {}

bool Walker::spend(std::size_t steps) {
  steps_ += steps;
  if (steps_ > most_steps || out_.accesses.size() > most_accesses) out_.exhausted = true;
  return !out_.exhausted;
}

void Walker::walk(const FunctionTree& root) {
  Frame& frame = frames_.emplace_back();
  frame.tree = &root;
  for (const std::uint32_t formal : root.formals) {
    const TreeVariable& v = root.variables[formal];
    const Address made = bind_new(v);
    if ((v.node_flags & node_pointer) != 0) {
      // What a pointer parameter points to was there before the function.
      Object pointee;
      pointee.name = facts_.program.symbols.text(v.name);
      pointee.type = facts_.program.symbols.text(v.type);
      pointee.tensor = v.has(variable_tensor);
      out_.objects.push_back(std::move(pointee));
      cells_[made].address = {static_cast<std::uint32_t>(out_.objects.size() - 1),
                              {{Step::index, {}, terms_.constant(0)}}};
    } else if ((v.node_flags & node_integer) != 0) {
      cells_[made].term = terms_.fresh(facts_.program.symbols.text(v.name));
    }
  }
  // A function with constructs that need a team, and no region of its own around them, is taken to be called
  // by one; one that only makes tasks, by one of its threads. Not so the program's start.
  const std::string& name = facts_.program.symbols.text(root.name);
  bool orphan_team = false, orphan_task = false;
  if (name != "main") {
    const std::uint32_t parts = facts_.parts(root, root.root);
    orphan_team = (parts & omp_parallel) == 0 && (parts & omp_teams) == 0 && (parts & team_parts) != 0;
    orphan_task = (parts & (omp_parallel | omp_teams)) == 0 && !orphan_team && (parts & task_parts) != 0;
  }
  if (orphan_team || orphan_task) {
    Directive implied;
    implied.parts = omp_parallel;
    // Objects made so far stand for what callers share; the parameters themselves are the thread's own.
    enter_level(implied, false, root.place, root.root);
    out_.levels.back().first_object = orphan_task ? out_.levels.back().first_object : 1;
    for (const std::uint32_t formal : root.formals) {
      const TreeVariable& v = root.variables[formal];
      const Value value = cells_[binding(v)];
      cells_[bind_new(v)] = value;
    }
    out_.levels.back().first_object = static_cast<std::uint32_t>(out_.objects.size() - root.formals.size());
    if (orphan_task) {
      Work one;
      one.instance = ++instances_;
      one.text = "single";
      now_.levels.back().work.push_back(one);
    }
  }
  statement(root.root);
  frames_.clear();
}

std::uint32_t Walker::object(const TreeVariable& v) {
  Object made;
  made.name = facts_.program.symbols.text(v.name);
  made.type = facts_.program.symbols.text(v.type);
  made.key = v.key;
  made.global = v.has(variable_global);
  made.thread_private = v.has(variable_thread_private);
  made.tensor = v.has(variable_tensor);
  made.atomic = (v.node_flags & node_atomic) != 0;
  made.constant = v.has(variable_const);
  out_.objects.push_back(std::move(made));
  const auto number = static_cast<std::uint32_t>(out_.objects.size() - 1);
  std::vector<Term> extents;
  for (const std::uint32_t e : v.extents)
    extents.push_back(e == 0 ? 0 : this->number(e));
  out_.objects[number].extents = std::move(extents);
  return number;
}

Address Walker::bind_new(const TreeVariable& v) {
  const Address made{object(v), {}};
  out_.objects[made.object].global = false; // a copy, even of a global
  frames_.back().bindings[v.key] = made;
  return made;
}

Address Walker::binding(const TreeVariable& v) {
  // A lambda's captures are variables of a frame further out; private copies of globals are the frame's own.
  for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame) {
    if (const auto found = frame->bindings.find(v.key); found != frame->bindings.end()) return found->second;
    if (v.has(variable_global)) break;
  }
  if (!v.has(variable_global)) return bind_new(v);
  const auto [entry, added] = globals_.try_emplace(v.key, 0);
  if (added) {
    const std::uint32_t made = object(v);
    globals_[v.key] = made;
    if (const auto* values = facts_.constant_values(v.key); values != nullptr && v.extents.empty())
      cells_[{made, {}}].term = terms_.constant(values->front());
  }
  return {globals_[v.key], {}};
}

Level* Walker::level() { return now_.levels.empty() ? nullptr : &out_.levels[now_.levels.back().level]; }

/// The situation in the innermost team, or null.
LevelContext* Walker::team() {
  for (auto each = now_.levels.rbegin(); each != now_.levels.rend(); ++each)
    if (!out_.levels[each->level].teams) return &*each;
  return nullptr;
}

/// Made before the innermost region.
bool Walker::shared(std::uint32_t number) {
  if (now_.levels.empty() || number == 0) return false;
  const Object& o = out_.objects[number];
  return !o.thread_private && (o.global || number < level()->first_object);
}

/// More than one thread of the innermost level may run this point.
bool Walker::many_threads() {
  if (now_.levels.empty()) return false;
  if (out_.tasks[now_.task].is_explicit) return true;
  for (const Work& w : now_.levels.back().work)
    if (!w.loop) return false;
  return true;
}

void Walker::forget_object(std::uint32_t number) {
  ++versions_[number];
  auto cell = cells_.lower_bound({number, {}});
  while (cell != cells_.end() && cell->first.object == number)
    cell = cells_.erase(cell);
}

/// The variables may have any value now. Pointers that are forgotten point to memory of their own.
void Walker::forget(const std::vector<Symbol>& keys) {
  for (const Symbol key : keys) {
    Address known;
    for (auto frame = frames_.rbegin(); frame != frames_.rend() && !known; ++frame)
      if (const auto found = frame->bindings.find(key); found != frame->bindings.end()) known = found->second;
    if (!known)
      if (const auto global = globals_.find(key); global != globals_.end()) known = {global->second, {}};
    if (known) forget_object(known.object);
  }
}

std::uint32_t Walker::snapshot() {
  if (changed_ || out_.contexts.empty()) {
    out_.contexts.push_back(now_);
    changed_ = false;
  }
  return static_cast<std::uint32_t>(out_.contexts.size() - 1);
}

void Walker::record(const Address& address, bool write, const Node& at, std::uint32_t flags) {
  ++sequence_;
  if (now_.levels.empty() && now_.simd.empty()) return;
  if (!address || muted_ || !spend(4)) return;
  const Object& o = out_.objects[address.object];
  if (o.atomic || o.thread_private) return;
  if (!write && o.constant && !o.global) return;
  Access made;
  made.address = address;
  made.write = write;
  made.atomic = (atomic_subject_ && atomic_subject_ == address) || (flags & node_atomic) != 0;
  made.release = made.atomic && atomic_release_;
  made.size = at.size;
  made.sequence = sequence_;
  made.context = snapshot();
  made.place = at.place;
  made.function = tree().name;
  for (std::size_t i = 1; i < frames_.size(); ++i)
    made.stack.emplace_back(frames_[i - 1].tree->name, frames_[i].call);
  out_.accesses.push_back(std::move(made));
}

void Walker::assume(Term condition) {
  if (condition == 0) {
    if (!now_.vague) changed_ = true;
    now_.vague = true;
    return;
  }
  if (terms_.is_true(condition)) return;
  now_.conditions.push_back(condition);
  changed_ = true;
}

} // namespace burler::openmp
