#include "rules/rule.h"
#include "detect/device_order.h"
#include "detect/event_side.h"
#include "detect/narrate.h"

namespace burler::rules {
namespace {

using detect::DeviceHazard;

/// A launch is shown where its kernel writes, as a run shows it.
Side side(const detect::Analysis& analysis, const detect::EventRef& r, const std::string& kind) {
  Side out = detect::event_side(analysis, r, kind);
  const summary::Event& e = analysis.events->event(r);
  const summary::Function* kernel =
      e.kind == summary::EventKind::launch ? analysis.program->function(e.callee) : nullptr;
  if (kernel == nullptr) return out;
  for (const summary::Block& b : kernel->blocks)
    for (const summary::Event& w : b.events)
      if (w.kind == summary::EventKind::write && w.path.root.kind == RootKind::formal &&
          !w.path.steps.empty()) {
        out.stack = {out.location};
        out.location = detect::place_of(analysis, kernel->usr, w.place);
        return out;
      }
  return out;
}

class StreamOrder final : public Rule {
public:
  std::string id() const override { return "cuda/stream-order"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const DeviceHazard& h : detect::find_device_hazards(*analysis.events)) {
      if (h.kind != DeviceHazard::Kind::streams && h.kind != DeviceHazard::Kind::host) continue;
      const bool host = h.kind == DeviceHazard::Kind::host;
      Finding f;
      f.confidence = detect::confidence_of(h.belief);
      f.subject = detect::named_subject(
          analysis, analysis.events->thing(h.memory, analysis.program->functions[h.function].usr));
      f.sides = {side(analysis, h.first, "queued"),
                 side(analysis, h.second, host ? "host access" : "queued")};
      f.message = f.subject.name +
                  (host ? " is used by the host while a device operation on it may still run"
                        : " is used on another stream that does not wait for the operation before it");
      f.fix =
          host ? "synchronise the stream, or an event recorded after the operation, before the host uses it"
               : "record an event after the first operation and let the other stream wait for it, or use one "
                 "stream";
      findings.push_back(std::move(f));
    }
  }
};

} // namespace

std::unique_ptr<Rule> make_cuda_stream_order() { return std::make_unique<StreamOrder>(); }

} // namespace burler::rules
