// Stand-in for Abseil's mutex, its guards and its condition variable.
#ifndef BURLER_STUB_ABSL_MUTEX
#define BURLER_STUB_ABSL_MUTEX
#include "absl/base/thread_annotations.h"
#include <utility>
namespace absl {
class Duration;
class Time;
class Condition {
public:
  template <class F> explicit Condition(const F* predicate);
  template <class T> Condition(bool (*predicate)(T*), T* argument);
  template <class T> Condition(T* object, bool (T::*predicate)());
  template <class T> Condition(const T* object, bool (T::*predicate)() const);
  explicit Condition(const bool* flag);
};
class ABSL_LOCKABLE Mutex {
public:
  Mutex();
  ~Mutex();
  void Lock() ABSL_EXCLUSIVE_LOCK_FUNCTION();
  void Unlock() ABSL_UNLOCK_FUNCTION();
  bool TryLock() ABSL_EXCLUSIVE_TRYLOCK_FUNCTION(true);
  void ReaderLock() ABSL_SHARED_LOCK_FUNCTION();
  void ReaderUnlock() ABSL_UNLOCK_FUNCTION();
  void WriterLock() ABSL_EXCLUSIVE_LOCK_FUNCTION();
  void WriterUnlock() ABSL_UNLOCK_FUNCTION();
  void AssertHeld() const ABSL_ASSERT_EXCLUSIVE_LOCK();
  void Await(const Condition& condition);
  void LockWhen(const Condition& condition) ABSL_EXCLUSIVE_LOCK_FUNCTION();
  bool AwaitWithTimeout(const Condition& condition, Duration timeout);
};
class ABSL_SCOPED_LOCKABLE MutexLock {
public:
  explicit MutexLock(Mutex* mutex) ABSL_EXCLUSIVE_LOCK_FUNCTION(mutex);
  MutexLock(Mutex* mutex, const Condition& condition) ABSL_EXCLUSIVE_LOCK_FUNCTION(mutex);
  ~MutexLock() ABSL_UNLOCK_FUNCTION();
};
class ABSL_SCOPED_LOCKABLE WriterMutexLock {
public:
  explicit WriterMutexLock(Mutex* mutex) ABSL_EXCLUSIVE_LOCK_FUNCTION(mutex);
  ~WriterMutexLock() ABSL_UNLOCK_FUNCTION();
};
class ABSL_SCOPED_LOCKABLE ReaderMutexLock {
public:
  explicit ReaderMutexLock(Mutex* mutex) ABSL_SHARED_LOCK_FUNCTION(mutex);
  ~ReaderMutexLock() ABSL_UNLOCK_FUNCTION();
};
class ABSL_SCOPED_LOCKABLE ReleasableMutexLock {
public:
  explicit ReleasableMutexLock(Mutex* mutex) ABSL_EXCLUSIVE_LOCK_FUNCTION(mutex);
  ~ReleasableMutexLock() ABSL_UNLOCK_FUNCTION();
  void Release() ABSL_UNLOCK_FUNCTION();
};
class CondVar {
public:
  void Wait(Mutex* mutex);
  bool WaitWithTimeout(Mutex* mutex, Duration timeout);
  void Signal();
  void SignalAll();
};
} // namespace absl
#endif
