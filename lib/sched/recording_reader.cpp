// The reader of *.schedule.json: a JSON reader for just the shapes that to_text() writes (strings, unsigned
// numbers, arrays of them), tolerant of white space, key order and unknown keys.
#include "sched/recording.h"

#include "sched/fault.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace burler::sched {

namespace {

class Reader {
public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool failed() const { return !error_.empty(); }
  Error error() const {
    return {"line " + std::to_string(line_) + ": " + error_, "record the schedule again"};
  }
  void fail(const std::string& why) {
    if (error_.empty()) error_ = why;
  }

  bool take(char c) {
    skip();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!failed() && !take(c)) fail(std::string("expected '") + c + "'");
  }
  char peek() {
    skip();
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  std::string text() {
    expect('"');
    std::string out;
    while (!failed()) {
      if (at_ >= text_.size()) {
        fail("unfinished text");
        break;
      }
      const char c = text_[at_++];
      if (c == '"') break;
      if (c == '\\') {
        escape(out);
      } else {
        out += c;
      }
    }
    return out;
  }

  std::uint64_t number() {
    if (peek() < '0' || peek() > '9') {
      fail("expected a number");
      return 0;
    }
    std::uint64_t value = 0;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9')
      value = value * 10 + static_cast<std::uint64_t>(text_[at_++] - '0');
    return value;
  }

  /// Calls `item` for each element of an array; `item` must consume it.
  template <typename Item> void array(Item item) {
    expect('[');
    if (failed() || take(']')) return;
    do {
      item();
    } while (!failed() && take(','));
    expect(']');
  }

  void skip_value() {
    const char c = peek();
    if (c == '"') {
      text();
    } else if (c == '[') {
      array([this] { skip_value(); });
    } else if (c == '{') {
      object([this](const std::string&) { skip_value(); });
    } else {
      while (at_ < text_.size() && std::string_view(",]}\n \t").find(text_[at_]) == std::string_view::npos)
        ++at_;
    }
  }

  template <typename Field> void object(Field field) {
    expect('{');
    if (failed() || take('}')) return;
    do {
      const std::string key = text();
      expect(':');
      if (!failed()) field(key);
      if (failed() && error_.find("key") == std::string::npos) error_ += " in key '" + key + "'";
    } while (!failed() && take(','));
    expect('}');
  }

private:
  void skip() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
      line_ += text_[at_++] == '\n';
  }
  void escape(std::string& out) {
    const char c = at_ < text_.size() ? text_[at_++] : '\0';
    if (c == 'u' && at_ + 4 <= text_.size()) {
      out += static_cast<char>(std::strtoul(std::string(text_.substr(at_, 4)).c_str(), nullptr, 16));
      at_ += 4;
    } else if (c == 'n' || c == 't') {
      out += c == 'n' ? '\n' : '\t';
    } else {
      out += c;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::string error_;
};

Site read_site(Reader& in) {
  const std::string text = in.text();
  const auto colon = text.find(':');
  if (colon == std::string::npos) {
    in.fail("expected a site as \"module:offset\"");
    return 0;
  }
  return make_site(std::strtoull(text.c_str(), nullptr, 10),
                   std::strtoull(text.c_str() + colon + 1, nullptr, 16));
}

StepPlace read_place(Reader& in) {
  StepPlace place;
  in.expect('[');
  place.site = read_site(in);
  in.expect(',');
  place.function = in.text();
  in.expect(',');
  place.line = in.text();
  in.expect(']');
  return place;
}

Switch read_fault(Reader& in) {
  Switch choice;
  choice.kind = Switch::goes_wrong;
  in.expect('[');
  choice.from = static_cast<std::uint16_t>(in.number());
  in.expect(',');
  const std::string name = in.text();
  choice.fault = static_cast<std::uint16_t>(fault_of(name.c_str()));
  if (choice.fault == 0) in.fail("unknown fault '" + name + "'");
  in.expect(',');
  choice.at = static_cast<std::uint32_t>(in.number());
  in.expect(',');
  choice.to = static_cast<std::uint16_t>(in.number());
  in.expect(']');
  return choice;
}

Step read_step(Reader& in) {
  Step step;
  in.expect('[');
  step.thread = static_cast<std::uint16_t>(in.number());
  in.expect(',');
  const std::string op = in.text();
  step.op = op_of(op.c_str());
  if (step.op == Op::none) in.fail("unknown operation '" + op + "'");
  in.expect(',');
  step.object = static_cast<std::uint32_t>(in.number());
  in.expect(',');
  step.aux = static_cast<std::uint32_t>(in.number());
  in.expect(',');
  step.flags = static_cast<std::uint8_t>(in.number());
  in.expect(',');
  step.enabled = static_cast<std::uint32_t>(in.number());
  in.expect(',');
  step.site = read_site(in);
  in.expect(']');
  return step;
}

Switch read_switch(Reader& in) {
  Switch change;
  in.expect('[');
  change.from = static_cast<std::uint16_t>(in.number());
  in.expect(',');
  change.at = static_cast<std::uint32_t>(in.number());
  in.expect(',');
  change.to = static_cast<std::uint16_t>(in.number());
  in.expect(',');
  const std::string kind = in.text();
  change.kind = kind == "wake"      ? Switch::wake
                : kind == "value"   ? Switch::value
                : kind == "foresee" ? Switch::foresee
                : kind == "keep"    ? Switch::keep
                                    : Switch::run;
  in.expect(',');
  change.preemption = static_cast<std::uint8_t>(in.number());
  in.expect(']');
  return change;
}

void read_field(Reader& in, const std::string& key, Recording& r, std::string& schema) {
  const auto texts = [&](std::vector<std::string>& to) { in.array([&] { to.push_back(in.text()); }); };
  if (key == "schema")
    schema = in.text();
  else if (key == "program")
    r.program = in.text();
  else if (key == "directory")
    r.directory = in.text();
  else if (key == "build_id")
    r.build_id = in.text();
  else if (key == "arguments")
    texts(r.arguments);
  else if (key == "strategy")
    r.strategy = in.text();
  else if (key == "seed")
    r.seed = in.number();
  else if (key == "flags")
    r.flags = static_cast<std::uint32_t>(in.number());
  else if (key == "realtime_base_ns")
    r.realtime_base_ns = in.number();
  else if (key == "max_steps")
    r.max_steps = in.number();
  else if (key == "verdict")
    r.verdict = in.text();
  else if (key == "rule")
    r.rule = in.text();
  else if (key == "fingerprint")
    r.fingerprint = in.text();
  else if (key == "modules")
    texts(r.modules);
  else if (key == "points")
    in.array([&] { r.point_sites.push_back(read_site(in)); });
  else if (key == "point_names")
    texts(r.point_names);
  else if (key == "objects")
    texts(r.objects);
  else if (key == "places")
    in.array([&] { r.places.push_back(read_place(in)); });
  else if (key == "faults")
    in.array([&] { r.faults.push_back(read_fault(in)); });
  else if (key == "switches")
    in.array([&] { r.switches.push_back(read_switch(in)); });
  else if (key == "steps")
    in.array([&] { r.steps.push_back(read_step(in)); });
  else
    in.skip_value();
}

} // namespace

Result<Recording> recording_from_text(std::string_view text) {
  Reader in(text);
  Recording recording;
  std::string schema;
  in.object([&](const std::string& key) { read_field(in, key, recording, schema); });
  if (in.failed()) return in.error();
  const std::string expected = "burler-schedule/" + std::to_string(Recording::version);
  if (schema != expected)
    return Error{"key 'schema' is '" + schema + "', expected '" + expected + "'",
                 "record the schedule again"};
  return recording;
}

Result<Recording> read_recording(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{path + ": cannot be read", "check the path"};
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  auto recording = recording_from_text(text);
  if (!recording) return Error{path + ": " + recording.error().message, recording.error().hint};
  return recording;
}

Status write_recording(const Recording& recording, const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  file << to_text(recording);
  file.flush();
  if (!file) return Error{path + ": cannot be written", "check the folder and the free space"};
  return {};
}

} // namespace burler::sched
