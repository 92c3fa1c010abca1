#include "rules/rule.h"
#include "detect/device_order.h"
#include "detect/event_side.h"
#include "detect/narrate.h"

namespace burler::rules {
namespace {

using detect::DeviceHazard;

std::string what(DeviceHazard::Kind kind) {
  switch (kind) {
  case DeviceHazard::Kind::freed:
    return " is given back while a device operation on it may still run";
  case DeviceHazard::Kind::reuse:
    return " is overwritten by the host while an asynchronous copy may still read it";
  default:
    return " is a local variable of a function that returns while an asynchronous copy may still use it";
  }
}

class AsyncLifetime final : public Rule {
public:
  std::string id() const override { return "cuda/async-lifetime"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const DeviceHazard& h : detect::find_device_hazards(*analysis.events)) {
      const bool scope = h.kind == DeviceHazard::Kind::scope;
      if (!scope && h.kind != DeviceHazard::Kind::freed && h.kind != DeviceHazard::Kind::reuse) continue;
      Finding f;
      f.confidence = detect::confidence_of(h.belief);
      f.subject = detect::named_subject(
          analysis, analysis.events->thing(h.memory, analysis.program->functions[h.function].usr));
      f.sides = {detect::event_side(analysis, h.first, "queued")};
      if (!scope)
        f.sides.push_back(detect::event_side(analysis, h.second,
                                             h.kind == DeviceHazard::Kind::freed ? "free" : "host write"));
      f.message = f.subject.name + what(h.kind);
      f.fix =
          scope
              ? "synchronise the stream before the function returns, or keep the buffer where it outlives "
                "the copy"
              : "synchronise the stream, or an event recorded after the operation, first; for device memory "
                "free it on the same stream";
      findings.push_back(std::move(f));
    }
  }
};

} // namespace

std::unique_ptr<Rule> make_cuda_async_lifetime() { return std::make_unique<AsyncLifetime>(); }

} // namespace burler::rules
