#include "sched/recording.h"

#include "sched/fault.h"

#include <cstdio>
#include <unordered_map>

namespace burler::sched {

namespace {

void quote(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char code[8];
      std::snprintf(code, sizeof code, "\\u%04x", c);
      out += code;
    } else {
      out += c;
    }
  }
  out += '"';
}

void text_field(std::string& out, const char* key, std::string_view value) {
  quote(out, key);
  out += ": ";
  quote(out, value);
  out += ",\n";
}

void number_field(std::string& out, const char* key, std::uint64_t value) {
  quote(out, key);
  out += ": " + std::to_string(value) + ",\n";
}

void texts_field(std::string& out, const char* key, const std::vector<std::string>& values) {
  quote(out, key);
  out += ": [";
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i) out += ", ";
    quote(out, values[i]);
  }
  out += "],\n";
}

/// A site as "module:hexoffset".
std::string site_text(Site site) {
  char text[40];
  std::snprintf(text, sizeof text, "\"%u:%llx\"", site_module(site),
                static_cast<unsigned long long>(site_offset(site)));
  return text;
}

template <typename T, typename Write>
void rows_field(std::string& out, const char* key, const std::vector<T>& rows, Write write) {
  quote(out, key);
  out += ": [";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out += i ? ",\n" : "\n";
    write(rows[i]);
  }
  out += "]";
}

const char* kind_name(Switch::Kind kind) {
  constexpr const char* names[] = {"run", "wake", "value", "foresee", "keep"};
  return names[kind];
}

} // namespace

std::string to_text(const Recording& r) {
  std::string out = "{\n";
  text_field(out, "schema", "burler-schedule/" + std::to_string(Recording::version));
  text_field(out, "program", r.program);
  text_field(out, "directory", r.directory);
  text_field(out, "build_id", r.build_id);
  texts_field(out, "arguments", r.arguments);
  text_field(out, "strategy", r.strategy);
  number_field(out, "seed", r.seed);
  number_field(out, "flags", r.flags);
  number_field(out, "realtime_base_ns", r.realtime_base_ns);
  number_field(out, "max_steps", r.max_steps);
  text_field(out, "verdict", r.verdict);
  text_field(out, "rule", r.rule);
  text_field(out, "fingerprint", r.fingerprint);
  texts_field(out, "modules", r.modules);
  rows_field(out, "points", r.point_sites, [&](Site site) { out += site_text(site); });
  out += ",\n";
  texts_field(out, "point_names", r.point_names);
  texts_field(out, "objects", r.objects);
  rows_field(out, "places", r.places, [&](const StepPlace& place) {
    out += "[" + site_text(place.site) + ",";
    quote(out, place.function);
    out += ",";
    quote(out, place.line);
    out += "]";
  });
  out += ",\n";
  // thread, fault, chance, way
  rows_field(out, "faults", r.faults, [&](const Switch& s) {
    out += "[" + std::to_string(s.from) + ",\"" + name_of(static_cast<Fault>(s.fault)) + "\"," +
           std::to_string(s.at) + "," + std::to_string(s.to) + "]";
  });
  out += ",\n";
  rows_field(out, "switches", r.switches, [&](const Switch& s) {
    out += "[" + std::to_string(s.from) + "," + std::to_string(s.at) + "," + std::to_string(s.to) + ",\"" +
           kind_name(s.kind) + "\"," + std::to_string(s.preemption) + "]";
  });
  out += ",\n";
  // thread, operation, object, aux, flags, enabled, site
  rows_field(out, "steps", r.steps, [&](const Step& s) {
    out += "[" + std::to_string(s.thread) + ",\"" + name_of(s.op) + "\"," + std::to_string(s.object) + "," +
           std::to_string(s.aux) + "," + std::to_string(s.flags) + "," + std::to_string(s.enabled) + "," +
           site_text(s.site) + "]";
  });
  return out + "\n}\n";
}

std::vector<Switch> switches_of(const std::vector<Step>& steps) {
  std::vector<Switch> result;
  std::unordered_map<std::uint16_t, std::uint32_t> progress; // steps executed per thread
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    const std::uint16_t last = i ? steps[i - 1].thread : std::uint16_t{0}; // the main thread runs first
    if (last != step.thread) {
      Switch change{last, step.thread, progress[last], Switch::run, 0, 0};
      change.preemption = (step.flags & step_preempts) ? 1 : 0;
      result.push_back(change);
    }
    if (step.op == Op::cond_signal && step.aux != 0)
      result.push_back(
          {step.thread, static_cast<std::uint16_t>(step.aux - 1), progress[step.thread], Switch::wake, 0, 0});
    const std::uint32_t at = progress[step.thread];
    if (step.flags & step_foreseen) {
      const bool load = step.op == Op::atomic_load;
      const std::uint32_t value = load ? step.aux : 0;
      result.push_back({step.thread, static_cast<std::uint16_t>(value), at,
                        load ? Switch::foresee : Switch::keep, 0, static_cast<std::uint16_t>(value >> 16)});
      if (load) {
        ++progress[step.thread];
        continue;
      }
    }
    if (is_atomic(step.op) && step.aux != 0)
      result.push_back(
          {step.thread, static_cast<std::uint16_t>(step.aux), progress[step.thread], Switch::value, 0, 0});
    ++progress[step.thread];
  }
  return result;
}

} // namespace burler::sched
