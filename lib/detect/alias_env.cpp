#include "detect/alias_env.h"

#include "detect/type_facts.h"

#include <algorithm>

namespace burler::detect {
namespace {

constexpr int most_rewrites = 8;

bool by_key(const AliasEnv::Entry& entry, PathId key) { return entry.first < key; }

/// A pointer, not a reference: its own path and its pointee's differ by a deref.
bool is_pointer(PathContext& context, const AccessPath& key) {
  const summary::Type* type = exact_type(context.program, context.paths, key);
  // Captures have no declared type here: by reference they are references, except `this`.
  if (type == nullptr && !key.steps.empty() && key.steps.back().kind == StepKind::field)
    return context.program.symbols.text(key.steps.back().name) == "this";
  return type == nullptr || (type->has(summary::type_pointer) && !type->has(summary::type_reference));
}

/// A pointer captured by value that holds the address of the target, as in `p = new T; [p] { p->f(); }`: what
/// the path follows is the capture, not a pointer at the target.
bool captured_address(PathContext& context, const AccessPath& key, PathId target) {
  if (key.steps.empty() || key.steps.back().kind != StepKind::field) return false;
  if (exact_type(context.program, context.paths, key) != nullptr) return false;
  const AccessPath& object = context.paths[target];
  const summary::Type* type = exact_type(context.program, context.paths, object);
  if (type == nullptr) return object.root.kind == RootKind::allocation && object.steps.empty();
  return !type->has(summary::type_pointer);
}

/// The address of one element, not of an array inside an array: what is indexed next are its neighbours.
bool is_element(PathContext& context, const AccessPath& object) {
  AccessPath base = object;
  std::ptrdiff_t indices = 0;
  while (!base.steps.empty() && base.steps.back().kind == StepKind::index) {
    base.steps.pop_back();
    ++indices;
  }
  if (indices == 0) return false;
  if (!base.steps.empty() && base.steps.back().kind == StepKind::storage) return true;
  const summary::Type* type = exact_type(context.program, context.paths, base);
  if (type == nullptr) return false;
  const std::string& text = context.program.symbols.text(type->spelling);
  const auto dimensions = std::count(text.begin(), text.end(), '[');
  return dimensions > 0 && indices >= dimensions;
}

/// `p[k]` where p holds the address of `a[i]` is `a[i + k]`: the index keeps its text, and k is its owner.
PathId through_pointer(PathContext& context, PathId target, const AccessPath& full, std::size_t from) {
  const AccessPath& object = context.paths[target];
  const bool neighbour =
      from < full.steps.size() && full.steps[from].kind == StepKind::index && is_element(context, object);
  if (!neighbour) return context.paths.join(target, full, from);
  AccessPath out = object;
  PathStep& index = out.steps.back();
  const std::string& text = context.program.symbols.text(index.name);
  const bool number = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  if (text == "0")
    index = full.steps[from];
  else if (number)
    index.name = {};
  else if (context.program.symbols.text(full.steps[from].name) != "0")
    index.owner = full.steps[from].name;
  out.steps.insert(out.steps.end(), full.steps.begin() + static_cast<std::ptrdiff_t>(from) + 1,
                   full.steps.end());
  return context.paths.intern(out);
}

/// Tensors, and the handles of one promise: copies and what comes of them lead to one thing.
bool shares_storage(PathContext& context, const AccessPath& key) {
  constexpr std::uint32_t handle = summary::type_thread | summary::type_sync;
  const summary::Type* type = exact_type(context.program, context.paths, key);
  return type != nullptr && (type->flags & (summary::type_shares_storage | handle)) != 0;
}

} // namespace

PathId rewrite(PathContext& context, PathId path, std::size_t length, const Binding& binding) {
  const AccessPath full = context.paths[path];
  const AccessPath key{full.root,
                       {full.steps.begin(), full.steps.begin() + static_cast<std::ptrdiff_t>(length)}};
  if (binding.target == 0) return 0;
  if (binding.by_reference) {
    const bool followed = length < full.steps.size() && full.steps[length].kind == StepKind::deref;
    const bool pointer = binding.pointer || is_pointer(context, key) ||
                         (followed && captured_address(context, key, binding.target));
    if (binding.pointer && length == full.steps.size()) return 0;
    if (followed && pointer) return through_pointer(context, binding.target, full, length + 1);
    const summary::Type* type = exact_type(context.program, context.paths, key);
    const bool known_reference = type != nullptr && type->has(summary::type_reference);
    if (pointer && type != nullptr && !known_reference) {
      const bool indexed = length < full.steps.size() && full.steps[length].kind != StepKind::field;
      return indexed ? context.paths.join(binding.target, full, length) : 0;
    }
    return context.paths.join(binding.target, full, length);
  }
  for (std::size_t i = length; i < full.steps.size(); ++i) {
    if (full.steps[i].kind == StepKind::deref) return context.paths.join(binding.target, full, length);
    if (full.steps[i].kind != StepKind::storage) continue;
    const AccessPath holder{full.root,
                            {full.steps.begin(), full.steps.begin() + static_cast<std::ptrdiff_t>(i)}};
    // A captured copy has no declaration of its own.
    const bool undeclared = i == length && exact_type(context.program, context.paths, holder) == nullptr;
    const AccessPath& known = undeclared ? context.paths[binding.target] : holder;
    return shares_storage(context, known) ? context.paths.join(binding.target, full, length) : 0;
  }
  return 0;
}

/// The key gets another value: what was said of others by its old value says nothing any more.
void AliasEnv::outdate(PathContext& context, PathId key) {
  const std::size_t length = context.paths[key].steps.size();
  std::erase_if(entries_, [&](const Entry& e) {
    const PathId target = e.second.target;
    if (target == 0 || !context.paths.starts_with(target, key)) return false;
    const auto& steps = context.paths[target].steps;
    return !e.second.by_reference ||
           std::any_of(steps.begin() + static_cast<std::ptrdiff_t>(length), steps.end(),
                       [](const PathStep& s) { return s.kind == StepKind::deref; });
  });
}

void AliasEnv::bind(PathContext& context, PathId key, Binding binding) {
  if (key == 0) return;
  forget(context, key);
  // Elements and pointees have no declaration that says so: what holds an address is a pointer.
  const auto& steps = context.paths[key].steps;
  if (binding.by_reference && !steps.empty() &&
      (steps.back().kind == StepKind::index || steps.back().kind == StepKind::deref))
    binding.pointer = true;
  const bool circular = binding.target != 0 && context.paths.starts_with(binding.target, key);
  if (circular || (binding.target == 0 && !binding.callee)) return;
  entries_.insert(std::lower_bound(entries_.begin(), entries_.end(), key, by_key), {key, binding});
}

void AliasEnv::copy(PathContext& context, PathId to, PathId from) {
  if (to == 0 || from == 0 || to == from) return;
  std::vector<Entry> copies;
  const std::size_t from_length = context.paths[from].steps.size();
  for (const auto& [key, binding] : entries_)
    if (key != from && context.paths.starts_with(key, from))
      copies.emplace_back(context.paths.join(to, context.paths[key], from_length), binding);
  const Binding* whole = find(from);
  const Symbol code = whole == nullptr ? Symbol{} : whole->callee;
  bind(context, to, {from, false, code});
  for (const auto& [key, binding] : copies)
    bind(context, key, binding);
}

void AliasEnv::forget(PathContext& context, PathId key) {
  std::erase_if(entries_, [&](const Entry& e) { return context.paths.starts_with(e.first, key); });
}

void AliasEnv::rename(PathContext& context, const std::function<PathId(PathId)>& renamed) {
  std::vector<Entry> changed;
  std::erase_if(entries_, [&](const Entry& e) {
    const PathId target = e.second.target == 0 ? 0 : renamed(e.second.target);
    const PathId key = renamed(e.first);
    if (target == e.second.target && key == e.first) return false;
    if (key != 0)
      changed.emplace_back(key, Binding{target, e.second.by_reference, e.second.callee, e.second.pointer});
    return true;
  });
  for (const auto& [key, binding] : changed)
    bind(context, key, binding);
}

const Binding* AliasEnv::find(PathId key) const {
  const auto found = std::lower_bound(entries_.begin(), entries_.end(), key, by_key);
  return found != entries_.end() && found->first == key ? &found->second : nullptr;
}

PathId AliasEnv::resolve(PathContext& context, PathId path) const {
  if (entries_.empty()) return path;
  for (int round = 0; round < most_rewrites && path != 0; ++round) {
    PathId next = 0, key = path;
    for (std::size_t length = context.paths[path].steps.size() + 1; length-- > 0 && next == 0;) {
      if (const Binding* b = find(key)) next = rewrite(context, path, length, *b);
      key = context.paths.parent(key);
    }
    if (next == 0 || next == path) break;
    path = next;
  }
  return path;
}

PathId AliasEnv::resolve_value(PathContext& context, PathId path) const {
  for (int round = 0; round < most_rewrites && path != 0; ++round) {
    path = resolve(context, path);
    const Binding* b = find(path);
    if (b == nullptr || b->target == 0 || b->target == path) break;
    path = b->target;
  }
  return path;
}

Symbol AliasEnv::callee(PathContext& context, PathId path) const {
  for (int round = 0; round < most_rewrites && path != 0; ++round) {
    const Binding* b = find(path);
    if (b != nullptr && b->callee) return b->callee;
    const AccessPath& full = context.paths[path];
    if (full.root.kind == RootKind::global && full.steps.empty() &&
        context.program.function_index.contains(full.root.entity))
      return full.root.entity;
    const PathId next = b != nullptr && b->target != 0 ? b->target : resolve(context, path);
    if (next == path) break;
    path = next;
  }
  return {};
}

void AliasEnv::meet(const AliasEnv& other) {
  std::vector<Entry> both;
  std::set_intersection(entries_.begin(), entries_.end(), other.entries_.begin(), other.entries_.end(),
                        std::back_inserter(both));
  entries_ = std::move(both);
}

} // namespace burler::detect
