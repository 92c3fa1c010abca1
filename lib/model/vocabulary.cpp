#include "model/vocabulary.h"

namespace burler::model {

using namespace summary;

const Words<EventKind> event_words{
    {"read", EventKind::read},
    {"write", EventKind::write},
    {"atomic", EventKind::atomic},
    {"fence", EventKind::fence},
    {"acquire", EventKind::acquire},
    {"release", EventKind::release},
    {"guard_init", EventKind::guard_init},
    {"guard_lock", EventKind::guard_lock},
    {"guard_unlock", EventKind::guard_unlock},
    {"guard_disown", EventKind::guard_disown},
    {"guard_move", EventKind::guard_move},
    {"guard_end", EventKind::guard_end},
    {"cond_wait", EventKind::cond_wait},
    {"notify", EventKind::notify},
    {"fork", EventKind::fork},
    {"join", EventKind::join},
    {"detach", EventKind::detach},
    {"barrier", EventKind::barrier},
    {"signal", EventKind::signal},
    {"await", EventKind::await},
    {"once", EventKind::once},
    {"invoke", EventKind::call},
    {"assign", EventKind::assign},
    {"alloc", EventKind::alloc},
    {"free", EventKind::free},
    {"escape", EventKind::escape},
    {"blocking", EventKind::blocking},
    {"require", EventKind::require},
    {"configure", EventKind::configure},
    {"library", EventKind::library},
};
const Words<EventFlag> event_flag_words{
    {"try", flag_try},
    {"deferred", flag_deferred},
    {"adopt", flag_adopt},
    {"recursive", flag_recursive},
    {"predicate", flag_predicate},
    {"timed", flag_timed},
    {"all", flag_all},
    {"detached", flag_detached},
    {"task", flag_task},
    {"many", flag_many},
    {"scoped", flag_scoped},
    {"in_place", flag_in_place},
    {"tensor", flag_tensor},
    {"internal", flag_internal},
    {"init", flag_init},
    {"lookup", flag_lookup},
    {"external", flag_external},
};
const Words<TypeFlag> type_flag_words{
    {"lock", type_lock},
    {"shared_lock", type_shared_lock},
    {"recursive_lock", type_recursive_lock},
    {"guard", type_guard},
    {"condition", type_condition},
    {"atomic", type_atomic},
    {"thread", type_thread},
    {"sole_thread", type_sole_thread},
    {"sync", type_sync},
    {"shares_storage", type_shares_storage},
    {"owns_buffer", type_owns_buffer},
    {"tensor", type_tensor},
    {"container", type_container},
    {"concurrent", type_concurrent},
    {"pointer", type_pointer},
    {"callable", type_callable},
};
const Words<std::uint32_t> unit_words{{"s", 1000000}, {"ms", 1000}, {"us", 1}};
const Words<LockMode> mode_words{{"exclusive", LockMode::exclusive}, {"shared", LockMode::shared}};
const Words<AtomicOp> op_words{
    {"load", AtomicOp::load},
    {"store", AtomicOp::store},
    {"exchange", AtomicOp::exchange},
    {"fetch", AtomicOp::fetch},
    {"compare_exchange", AtomicOp::compare_exchange_strong},
    {"compare_exchange_weak", AtomicOp::compare_exchange_weak},
};
const Words<MemoryOrder> order_words{
    {"relaxed", MemoryOrder::relaxed}, {"acquire", MemoryOrder::acquire}, {"release", MemoryOrder::release},
    {"acq_rel", MemoryOrder::acq_rel}, {"seq_cst", MemoryOrder::seq_cst},
};

} // namespace burler::model
