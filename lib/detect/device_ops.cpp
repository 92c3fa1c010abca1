#include "detect/device_ops.h"

#include <algorithm>

namespace burler::detect {

using summary::Event;
using summary::EventKind;

AccessPath through_call(const AccessPath& path, const Event& call) {
  AccessPath base;
  std::size_t from = 0;
  if (path.root.kind == RootKind::global) return path;
  if (path.root.kind == RootKind::self) {
    base = call.has_self ? call.self : call.kind == EventKind::construct ? call.dst : AccessPath{};
    if (call.kind == EventKind::destroy) base = call.path;
  } else if (path.root.kind == RootKind::formal && path.root.index < call.operands.size()) {
    base = call.operands[path.root.index];
    const bool address = path.root.index < 64 && (call.by_reference >> path.root.index & 1) != 0;
    // The address of an object, or a reference to it: the first dereference names the object.
    if (address && !path.steps.empty() && path.steps.front().kind == StepKind::deref) from = 1;
  }
  if (!base) return {};
  base.steps.insert(base.steps.end(), path.steps.begin() + static_cast<std::ptrdiff_t>(from),
                    path.steps.end());
  return base;
}

std::string DeviceOps::constant(const Event& e, std::size_t operand) const {
  return operand + 1 < e.names.size() ? index_.program().symbols.text(e.names[operand + 1]) : std::string();
}

DeviceStream DeviceOps::stream(const Event& e, std::size_t operand) const {
  if (constant(e, operand) == "0" || constant(e, operand) == "1") return {DeviceStream::Kind::standard, {}};
  if (operand < e.operands.size() && e.operands[operand])
    return {DeviceStream::Kind::named, e.operands[operand]};
  return {};
}

bool DeviceOps::queues(std::uint32_t function) const {
  for (const summary::Block& b : index_.program().functions[function].blocks)
    for (const Event& e : b.events)
      if (e.kind == EventKind::library || e.kind == EventKind::launch) return true;
  return false;
}

DeviceOp DeviceOps::library(const EventRef& r) const {
  using Kind = DeviceOp::Kind;
  const Event& e = index_.event(r);
  const std::string& what = index_.program().symbols.text(e.type);
  DeviceOp op;
  op.at = r;
  const auto use = [&](std::size_t operand, bool write, bool host) {
    if (operand < e.operands.size() && e.operands[operand])
      op.uses.push_back({e.operands[operand], write, host});
  };
  if (what == "device copy" || what == "device copy now") {
    const std::string direction = constant(e, 3); // cudaMemcpyKind
    op.kind = what == "device copy" || direction == "3" ? Kind::queued : Kind::copy_now;
    op.stream = stream(e, 0);
    if (what != "device copy") op.stream = {DeviceStream::Kind::standard, {}};
    use(1, true, direction == "2" || direction == "0");
    use(2, false, direction == "1" || direction == "0");
  } else if (what == "device set") {
    op.stream = stream(e, 0);
    use(1, true, false);
  } else if (what == "device free async") {
    op.stream = stream(e, 0);
    op.frees = true;
    use(1, true, false);
  } else if (what == "device graph") {
    op.stream = stream(e, 0);
  } else if (what == "device record") {
    op.kind = Kind::record;
    op.event = e.operands.empty() ? AccessPath{} : e.operands[0];
    op.stream = stream(e, 1);
  } else if (what == "device wait") {
    op.kind = Kind::wait;
    op.stream = stream(e, 0);
    op.event = e.operands.size() < 2 ? AccessPath{} : e.operands[1];
  } else if (what == "device sync stream") {
    op.kind = Kind::sync_stream;
    op.stream = stream(e, 0);
  } else if (what == "device sync event") {
    op.kind = Kind::sync_event;
    op.event = e.operands.empty() ? AccessPath{} : e.operands[0];
  } else if (what == "device sync" || what == "device free") {
    op.kind = Kind::sync_all;
  } else if (what == "device poll" || what == "device callback" || what == "capture begin" ||
             what == "capture end") {
    op.kind = Kind::unknown;
  } else {
    op.kind = Kind::host; // creations and other libraries: no order
  }
  return op;
}

/// A pointer to const is read; what else a kernel does with it, its body says.
bool DeviceOps::kernel_writes(const summary::Function& kernel, std::uint32_t formal) const {
  const std::string& type = index_.program().symbols.text(kernel.formals[formal].type.spelling);
  if (type.find('*') == std::string::npos || type.find("const") < type.find('*')) return false;
  const auto ours = [&](const AccessPath& p) {
    return p.root.kind == RootKind::formal && p.root.index == formal;
  };
  if (kernel.blocks.empty()) return true;
  for (const summary::Block& b : kernel.blocks)
    for (const Event& e : b.events) {
      const bool changes = e.kind == EventKind::write || e.kind == EventKind::atomic ||
                           e.kind == EventKind::assign || e.kind == EventKind::escape;
      if (changes && ours(e.path) && !(e.kind == EventKind::write && e.path.steps.empty())) return true;
      if (e.kind != EventKind::read && std::any_of(e.operands.begin(), e.operands.end(), ours)) return true;
    }
  return false;
}

DeviceOp DeviceOps::launch(const EventRef& r) const {
  const Event& e = index_.event(r);
  DeviceOp op;
  op.at = r;
  const bool standard = !e.names.empty() && index_.program().symbols.text(e.names[0]) == "0";
  if (standard)
    op.stream.kind = DeviceStream::Kind::standard;
  else if (e.path)
    op.stream = {DeviceStream::Kind::named, e.path};
  const summary::Function* kernel = index_.program().function(e.callee);
  for (std::uint32_t i = 0; kernel != nullptr && i < e.operands.size() && i < kernel->formals.size(); ++i) {
    if (!e.operands[i]) continue;
    const std::string& type = index_.program().symbols.text(kernel->formals[i].type.spelling);
    if (type.find('*') == std::string::npos) continue;
    AccessPath memory = e.operands[i];
    if (i >= 64 || (e.by_reference >> i & 1) == 0) memory.steps.push_back({StepKind::deref, {}, {}});
    op.uses.push_back({std::move(memory), kernel_writes(*kernel, i), false});
  }
  return op;
}

std::vector<DeviceOp> DeviceOps::call(const EventRef& r, int depth) const {
  std::vector<DeviceOp> out;
  const Event& e = index_.event(r);
  const auto known = index_.program().function_index.find(e.callee);
  const bool body = e.callee && known != index_.program().function_index.end() &&
                    !index_.program().functions[known->second].blocks.empty();
  DeviceOp unseen;
  unseen.kind = DeviceOp::Kind::unknown;
  unseen.at = r;
  if (!body || e.has(summary::flag_virtual)) {
    // Unseen code may wait for anything that it is given.
    unseen.event = e.has_self ? e.self : AccessPath{};
    for (const AccessPath& operand : e.operands)
      if (operand) unseen.uses.push_back({operand, false, false});
    out.push_back(std::move(unseen));
    return out;
  }
  if (depth >= deepest) {
    if (queues(known->second)) out.push_back(std::move(unseen));
    return out;
  }
  const summary::Function& f = index_.program().functions[known->second];
  for (const std::uint32_t b : index_.cfg(known->second).order())
    for (std::uint32_t i = 0; i < f.blocks[b].events.size() && out.size() < most_ops; ++i)
      for (DeviceOp& op : of({known->second, b, i}, depth + 1)) {
        op.certain = op.certain && !index_.cfg(known->second).conditional(b);
        if (op.stream.kind == DeviceStream::Kind::named) {
          op.stream.path = through_call(op.stream.path, e);
          if (!op.stream.path) op.stream = {};
        }
        op.event = through_call(op.event, e);
        for (DeviceUse& use : op.uses)
          use.memory = through_call(use.memory, e);
        std::erase_if(op.uses, [](const DeviceUse& use) { return !use.memory; });
        out.push_back(std::move(op));
      }
  return out;
}

/// The plain events of a modelled call come before its library event, at the same place.
bool DeviceOps::part_of_library(const EventRef& r) const {
  const auto& events = index_.function(r).blocks[r.block].events;
  const summary::Place& place = events[r.index].place;
  for (std::size_t i = r.index + 1; i < events.size() && events[i].place == place; ++i)
    if (events[i].kind == EventKind::library) return true;
  return false;
}

std::vector<DeviceOp> DeviceOps::of(const EventRef& r, int depth) const {
  const Event& e = index_.event(r);
  if (e.kind != EventKind::library && part_of_library(r)) return {};
  DeviceOp op;
  op.at = r;
  switch (e.kind) {
  case EventKind::library:
    return {library(r)};
  case EventKind::launch:
    return {launch(r)};
  case EventKind::call:
  case EventKind::construct:
  case EventKind::destroy:
    return call(r, depth);
  case EventKind::read:
  case EventKind::write:
  case EventKind::atomic:
    op.kind = DeviceOp::Kind::host;
    op.uses = {{e.path, e.kind == EventKind::write || (e.kind == EventKind::atomic && e.op != AtomicOp::load),
                true}};
    return {op};
  case EventKind::free: {
    op.kind = DeviceOp::Kind::host_free;
    AccessPath memory = e.path;
    if (!memory) return {};
    memory.steps.push_back({StepKind::deref, {}, {}});
    op.uses = {{std::move(memory), true, true}};
    return {op};
  }
  case EventKind::await:
  case EventKind::cond_wait:
  case EventKind::join:
  case EventKind::barrier:
    op.kind = DeviceOp::Kind::unknown;
    return {op};
  default:
    return {};
  }
}

std::set<std::uint32_t> DeviceOps::near() const {
  std::set<std::uint32_t> all;
  for (const EventRef& r : index_.of(EventKind::launch))
    all.insert(r.function);
  for (const EventRef& r : index_.of(EventKind::library))
    if (library(r).kind != DeviceOp::Kind::host) all.insert(r.function);
  std::vector<std::uint32_t> last(all.begin(), all.end());
  for (int calls = 0; calls < deepest; ++calls) {
    std::vector<std::uint32_t> next;
    for (const std::uint32_t f : last)
      for (const EventRef& r : index_.callers(index_.program().functions[f].usr))
        if (all.insert(r.function).second) next.push_back(r.function);
    last = std::move(next);
  }
  return all;
}

} // namespace burler::detect
