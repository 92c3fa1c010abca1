#include "rules/rule.h"
#include "detect/device_ops.h"
#include "detect/event_side.h"
#include "detect/narrate.h"
#include "detect/race_finding.h"

#include <set>

namespace burler::rules {
namespace {

using detect::DeviceOp;
using detect::DeviceStream;
using detect::EventRef;
using summary::EventKind;

class CaptureHazard final : public Rule {
public:
  std::string id() const override { return "cuda/capture-hazard"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    const detect::EventIndex& index = *analysis.events;
    for (const EventRef& r : index.of(EventKind::library))
      if (text(index, r) == "capture begin") inside(analysis, r, findings);
    for (const detect::Race& race : analysis.races)
      if (detect::is_library_state_race(race)) elsewhere(analysis, race, findings);
  }

private:
  static const std::string& text(const detect::EventIndex& index, const EventRef& r) {
    return index.program().symbols.text(index.event(r).type);
  }
  /// cudaStreamCaptureMode: 0 global, 1 this thread, 2 relaxed.
  static std::string mode(const detect::EventIndex& index, const EventRef& begin) {
    const summary::Event& e = index.event(begin);
    return e.names.size() > 2 ? index.program().symbols.text(e.names[2]) : std::string();
  }

  /// The stream was made to ignore the default stream.
  static bool is_apart(const detect::EventIndex& index, const EventRef& begin) {
    const summary::Event& e = index.event(begin);
    const detect::Subject stream =
        e.operands.empty() ? detect::Subject{} : index.thing(e.operands[0], index.function(begin).usr);
    bool made = false;
    for (const EventRef& r : index.of(EventKind::library)) {
      const summary::Event& c = index.event(r);
      if (text(index, r) != "stream create" || c.operands.empty()) continue;
      if (index.thing(c.operands[0], index.function(r).usr) != stream) continue;
      if (c.names.size() > 2 && index.program().symbols.text(c.names[2]) == "0") return false;
      made = true;
    }
    return made || stream == detect::Subject{};
  }

  /// Why the operation ends the capture; empty when it may be captured.
  static std::string reason(const detect::EventIndex& index, const EventRef& begin, const DeviceOp& op) {
    const std::string& what = text(index, op.at);
    const bool relaxed = mode(index, begin) != "0" && mode(index, begin) != "1";
    const bool launch = index.event(op.at).kind == EventKind::launch;
    if (op.kind == DeviceOp::Kind::sync_all && what == "device sync") return "waits for the device";
    if (op.kind == DeviceOp::Kind::sync_stream && op.stream.kind == DeviceStream::Kind::named &&
        !index.event(begin).operands.empty() && op.stream.path == index.event(begin).operands[0])
      return "waits for the captured stream";
    if (op.kind == DeviceOp::Kind::copy_now && !relaxed) return "copies synchronously";
    if ((what == "device alloc" || what == "pinned alloc" || what == "managed alloc" ||
         what == "device free") &&
        !relaxed)
      return what == "device free" ? "frees memory" : "allocates memory";
    if (op.kind == DeviceOp::Kind::queued && op.stream.kind == DeviceStream::Kind::standard &&
        !is_apart(index, begin) && (launch || !what.empty()))
      return "uses the legacy default stream, which waits for the captured one,";
    return {};
  }

  static void inside(const detect::Analysis& analysis, const EventRef& begin,
                     std::vector<Finding>& findings) {
    const detect::EventIndex& index = *analysis.events;
    const detect::DeviceOps ops(index);
    std::set<EventRef> told;
    index.walk_after(begin, [&](const EventRef& at) {
      for (const DeviceOp& op : ops.of(at)) {
        if (op.kind == DeviceOp::Kind::unknown && text(index, op.at) == "capture end") return false;
        const std::string why = reason(index, begin, op);
        if (why.empty() || !told.insert(op.at).second) continue;
        Finding f;
        f.confidence = op.certain ? Confidence::high : Confidence::medium;
        f.subject.name = function_name(index, op.at);
        f.sides = {detect::event_side(analysis, op.at, "call"),
                   detect::event_side(analysis, begin, "capture")};
        f.message = f.subject.name + " " + why + " between the begin and the end of a capture, which fails";
        f.fix = "move it before the capture begins or after it has ended";
        findings.push_back(std::move(f));
      }
      return true;
    });
  }

  static std::string function_name(const detect::EventIndex& index, const EventRef& r) {
    const summary::Event& e = index.event(r);
    if (e.kind == EventKind::launch) return "a kernel launch";
    return e.names.empty() ? "the call" : index.program().symbols.text(e.names[0]);
  }

  /// The capture begins in one thread and the call is made in another: forbidden in the global mode.
  static void elsewhere(const detect::Analysis& analysis, const detect::Race& race,
                        std::vector<Finding>& findings) {
    const detect::EventIndex& index = *analysis.events;
    const detect::Instance& begin = race.a.access->write ? race.a : race.b;
    const detect::Instance& call = race.a.access->write ? race.b : race.a;
    if (call.access->write) return;
    bool global = false;
    for (const EventRef& r : index.of(EventKind::library))
      global = global || (index.origin(r).same_event(begin.access->origin) && mode(index, r) == "0");
    if (!global) return;
    Finding f;
    f.confidence = detect::confidence_of(race.belief);
    f.subject.name = "stream capture";
    f.sides = {detect::side_of(analysis, call), detect::side_of(analysis, begin)};
    f.message = "a call that capture in the global mode forbids to every thread may run while another thread "
                "captures";
    f.fix = "capture with cudaStreamCaptureModeThreadLocal, or keep the threads apart with a lock";
    findings.push_back(std::move(f));
  }
};

} // namespace

std::unique_ptr<Rule> make_cuda_capture_hazard() { return std::make_unique<CaptureHazard>(); }

} // namespace burler::rules
