#include "runtime/fault.h"

namespace burler::runtime {

namespace {

using sched::Fault;

struct Choices {
  PlainMap<std::uint32_t> listed; ///< replay: the recorded ones
  PlainMap<std::uint8_t> sites;   ///< code addresses where the standard permits failure
  std::uint32_t considered = 0;   ///< faults that this run may contain
  std::uint64_t one_in[sched::fault_count] = {};
  sched::RandomSource random{1};
};
constinit Forever<Choices> choices_storage;
constinit Choices& choices = choices_storage.value;

std::uint64_t key(std::uint16_t thread, std::uint32_t kind, std::uint32_t index) {
  return static_cast<std::uint64_t>(thread) << 40 | static_cast<std::uint64_t>(kind) << 32 | index;
}

void read_listed(const Arena& arena) {
  for (std::uint32_t i = 0; i < arena.request.switch_count && i < max_switches; ++i) {
    const sched::Switch& s = arena.input_switches[i];
    if (s.kind != sched::Switch::goes_wrong || s.fault >= sched::fault_count) continue;
    choices.listed.get(key(s.from, s.fault, s.at)) = s.to;
    choices.considered |= 1u << s.fault;
  }
}

std::uint32_t drawn(Fault kind, std::uint64_t pc, std::uint32_t variants, bool anywhere) {
  const bool named = g.arena->request.faults & bit(kind);
  if (!named && !anywhere && !choices.sites.find(pc)) return 0;
  if (choices.random.below(choices.one_in[static_cast<unsigned>(kind)]) != 0) return 0;
  return static_cast<std::uint32_t>(1 + choices.random.below(variants));
}

bool noted(Thread& me, Fault kind, std::uint32_t index, std::uint32_t value, std::uint64_t pc) {
  Result& result = g.arena->result;
  if (result.fault_count == max_faults) return false;
  sched::Switch choice{me.ordinal, static_cast<std::uint16_t>(value), index, sched::Switch::goes_wrong,
                       0,          0,    static_cast<std::uint16_t>(kind)};
  g.arena->faults[result.fault_count++] = {choice, static_cast<std::uint32_t>(g.steps), 0,
                                           stack_ref(pc, me.stack)};
  return true;
}

} // namespace

std::uint32_t fault(Thread& me, Fault kind, std::uint64_t pc, std::uint32_t variants, bool anywhere) {
  if (!(choices.considered & bit(kind))) return 0;
  const std::uint32_t index = me.chances[static_cast<unsigned>(kind)]++;
  std::uint32_t value = 0;
  if (g.arena->request.mode == Mode::explore)
    value = drawn(kind, pc, variants, anywhere);
  else if (const std::uint32_t* listed =
               choices.listed.find(key(me.ordinal, static_cast<unsigned>(kind), index)))
    value = *listed <= variants ? *listed : variants;
  return value && noted(me, kind, index, value, pc) ? value : 0;
}

void read_faults() {
  const Arena& arena = *g.arena;
  choices.listed.clear();
  choices.sites.clear();
  choices.considered = 0;
  if (arena.request.mode != Mode::explore) {
    read_listed(arena);
    return;
  }
  choices.random = sched::RandomSource(arena.request.seed ^ 0x6661756c74ULL);
  choices.considered = arena.request.faults;
  if (g.flags & flag_spurious_wake) choices.considered |= sched::permitted_faults;
  for (std::uint32_t i = 0; i < arena.request.fault_site_count && i < max_fault_sites; ++i)
    if (const std::uint64_t pc = address_of(arena.input_fault_sites[i])) choices.sites.get(pc) = 1;
  // Loops around what the standard permits turn a few times; resources run out rarely, or soon: how often a
  // program allocates is not known.
  for (std::uint64_t& rate : choices.one_in)
    rate = 8;
  choices.one_in[static_cast<unsigned>(Fault::thread_creation)] = 4;
  choices.one_in[static_cast<unsigned>(Fault::allocation)] = 2ULL << (2 * choices.random.below(6));
  choices.one_in[static_cast<unsigned>(Fault::short_io)] = 2ULL << choices.random.below(4);
}

} // namespace burler::runtime
