// Objects, their first-touch ordinals, what is known of where they lie, and who holds which lock.
#include "runtime/starvation.h"
#include "runtime/state.h"
#include "runtime/survey.h"

namespace burler::runtime {

namespace {

void place_on_stack(ObjectRecord& record, std::uint64_t address) {
  for (Thread* thread : g.threads)
    if (address >= thread->stack_low && address < thread->stack_high) {
      record.place = Place::stack;
      record.thread = thread->ordinal;
      record.offset = thread->stack_high - address;
    }
}

/// Blocks are looked up downwards from the address, a block start being 16-aligned.
bool place_on_heap(ObjectRecord& record, std::uint64_t address) {
  std::uint64_t start = address & ~15ULL;
  for (int i = 0; i < 512 && start; ++i, start -= 16)
    if (Block* block = g.blocks.find(start)) {
      if (address >= start + block->size) return false;
      record.place = Place::heap;
      record.offset = address - start;
      record.size = block->size;
      record.thread = block->thread;
      record.allocated = stack_ref(block->pc, block->stack);
      return true;
    }
  return false;
}

/// What stays the same when the schedule, and with it the order of first touches, changes.
std::uint64_t subject_of(const ObjectRecord& record) {
  std::uint64_t hash = static_cast<std::uint64_t>(record.place) + 1;
  const auto add = [&](std::uint64_t value) {
    hash = (hash ^ value) * 0x9e3779b97f4a7c15ULL;
    hash ^= hash >> 29;
  };
  add(record.offset);
  add(record.symbol);
  if (record.place == Place::stack) add(record.thread);
  for (std::uint32_t i = 0; i < record.allocated.count; ++i)
    add(g.arena->stack_pool[record.allocated.first + i]);
  return record.place == Place::unknown || record.place == Place::tls ? 0 : hash | 1;
}

std::uint32_t new_ordinal(std::uint64_t address, Op op) {
  const std::uint32_t ordinal = ++g.ordinals;
  if (ordinal > max_objects) {
    g.subjects.push_back(0);
    g.arena->result.truncated = 1;
    return ordinal;
  }
  ObjectRecord& record = g.arena->objects[ordinal - 1];
  record = ObjectRecord{};
  record.ordinal = ordinal;
  record.kind = static_cast<std::uint8_t>(op);
  g.arena->result.object_count = ordinal;
  const sched::Site site = site_of(address);
  if (sched::site_module(site) != 0xffff) {
    record.place = Place::global;
    record.symbol = site;
  } else if (!place_on_heap(record, address)) {
    place_on_stack(record, address);
  }
  record.subject = subject_of(record);
  g.subjects.push_back(record.subject);
  return ordinal;
}

} // namespace

Object& object_at(std::uint64_t address, Op op, Thread&) {
  bool made = false;
  Object& object = g.objects.get(address, &made);
  if (made) {
    std::uint32_t* known = g.memory_ordinals.find(address);
    object.ordinal = known ? *known : new_ordinal(address, op);
    object.address = address;
    object.first_op = op;
  }
  return object;
}

std::uint32_t memory_ordinal(std::uint64_t address, Op op, Thread&) {
  if (const Object* object = g.objects.find(address)) return object->ordinal;
  if (const std::uint32_t* known = g.memory_ordinals.find(address)) return *known;
  const std::uint32_t ordinal = new_ordinal(address, op);
  g.memory_ordinals.get(address) = ordinal;
  return ordinal;
}

void forget_objects(std::uint64_t begin, std::uint64_t end) {
  g.weak.forget(begin, end - begin);
  PlainVector<std::uint64_t> busy;
  // Objects that somebody still holds or waits at stay: their owner will come back to them.
  g.objects.erase_range(begin, end, [&](std::uint64_t, Object& object) {
    for (Thread* thread : g.threads)
      for (std::uint32_t i = thread->held.size(); i-- > 0;)
        if (thread->held[i].object == &object) thread->held.erase_at(i);
  });
  if (g.memory_ordinals.size() == 0) return;
  g.memory_ordinals.each([&](std::uint64_t key, std::uint32_t&) {
    if (key >= begin && key < end) busy.push_back(key);
  });
  for (const std::uint64_t key : busy)
    g.memory_ordinals.erase(key);
}

void hold(Thread& me, Object& object, bool shared, std::uint64_t pc) {
  if (g.flags & flag_survey) survey_begin(me, object, shared, pc);
  note_grant(me, object, pc);
  me.held.push_back({&object, shared ? 1u : 0u, pc, me.stack});
  me.lockset = intern_locks(me.held);
  if (shared) {
    object.readers.push_back(&me);
  } else {
    object.owner = &me;
    object.depth = 1;
    object.owner_pc = pc;
    object.owner_stack = me.stack;
  }
}

void let_go(Thread& me, Object& object) {
  if (g.flags & flag_survey) survey_end(me, object);
  for (std::uint32_t i = me.held.size(); i-- > 0;)
    if (me.held[i].object == &object) {
      me.held.erase_at(i);
      break;
    }
  me.lockset = intern_locks(me.held);
  if (object.owner == &me) {
    object.owner = nullptr;
    object.depth = 0;
    return;
  }
  for (std::uint32_t i = 0; i < object.readers.size(); ++i)
    if (object.readers[i] == &me) {
      object.readers.erase_at(i);
      return;
    }
}

} // namespace burler::runtime
