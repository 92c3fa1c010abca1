// The model of locks, shared by the pthread, C11 and spin-lock entry points. The real objects are not
// touched: the token makes the model the truth.
#pragma once

#include "runtime/state.h"

namespace burler::runtime {

enum class LockType : std::uint8_t { normal, recursive, error_check };

/// 0, or EDEADLK, ETIMEDOUT as POSIX has it.
int lock_exclusive(Thread& me, std::uint64_t address, LockType type, std::uint64_t deadline,
                   std::uint64_t pc);
int try_exclusive(Thread& me, std::uint64_t address, LockType type, std::uint64_t pc);
int lock_shared(Thread& me, std::uint64_t address, std::uint64_t deadline, std::uint64_t pc);
int try_shared(Thread& me, std::uint64_t address, std::uint64_t pc);
int unlock(Thread& me, std::uint64_t address, LockType type, bool either, std::uint64_t pc);
/// The lock's memory stops being a lock; reports it when somebody holds it or waits for it.
void destroy_lock(Thread& me, std::uint64_t address, std::uint64_t pc);
LockType type_of(const pthread_mutex_t* mutex);

} // namespace burler::runtime
