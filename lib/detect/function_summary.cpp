#include "detect/function_summary.h"

namespace burler::detect {

Facts::Facts(const summary::Program& p) : program(p), call_targets(p) {
  frames.emplace_back();
  holds.emplace_back();
  for (const summary::Function& f : p.functions)
    for (const summary::Block& block : f.blocks)
      for (const summary::Event& e : block.events) {
        if (e.kind != summary::EventKind::closure) continue;
        for (std::size_t i = 0; i < e.operands.size() && i < e.names.size() && i < 64; ++i)
          if ((e.by_reference >> i & 1) == 0) captured_values[e.callee].insert(e.names[i]);
      }
}

HoldId Facts::hold(const Hold& hold) {
  const HoldKey key{hold.lock,         hold.mode,        hold.raw, hold.origin.function,
                    hold.origin.place, hold.origin.stack};
  const auto [entry, added] = hold_ids_.try_emplace(key, static_cast<HoldId>(holds.size()));
  if (added) holds.push_back(hold);
  return entry->second;
}

HoldId Facts::hold_from_call(HoldId theirs, PathId lock, Symbol caller, const summary::Place& call) {
  Hold ours = holds[theirs];
  const auto [frame, added] = call_frames_.try_emplace({caller, call, ours.origin.stack}, 0);
  if (added) frame->second = push_frame(caller, call, ours.origin.stack);
  ours.lock = lock;
  ours.origin.stack = frame->second;
  return hold(ours);
}

} // namespace burler::detect
