#include "harness/fault_list.h"

#include "sched/fault.h"

#include <algorithm>

namespace burler::harness {

std::string known_faults() {
  std::string names;
  for (std::uint8_t i = 1; i < sched::fault_count; ++i)
    names += (i > 1 ? ", " : "") + std::string(sched::name_of(static_cast<sched::Fault>(i)));
  return names;
}

Result<FaultList> parse_faults(const std::string& text) {
  FaultList list;
  if (text.empty()) return list;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    const std::string name = text.substr(start, end - start);
    const sched::Fault fault = sched::fault_of(name.c_str());
    if (name == "all")
      list.wanted |= (1u << sched::fault_count) - 2;
    else if (name == "none")
      list.permitted = false;
    else if (fault != sched::Fault::none)
      list.wanted |= sched::bit(fault);
    else
      return Error{"unknown fault '" + name + "'", "use " + known_faults() + ", all or none"};
    start = end + 1;
  }
  return list;
}

} // namespace burler::harness
