#include "detect/function_summary.h"

namespace burler::detect {

Facts::Facts(const summary::Program& p) : program(p) {
  frames.emplace_back();
  for (const summary::Function& f : p.functions)
    for (const summary::Block& block : f.blocks)
      for (const summary::Event& e : block.events) {
        if (e.kind != summary::EventKind::closure) continue;
        for (std::size_t i = 0; i < e.operands.size() && i < 64; ++i)
          if ((e.by_reference >> i & 1) == 0) with_captured_values.insert(e.callee);
      }
}

} // namespace burler::detect
