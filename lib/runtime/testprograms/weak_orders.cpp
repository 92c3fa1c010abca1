// Lock-free structures whose data is atomic, so that a wrong memory order is no race: it shows as a wrong
// value or not at all. The argument is a digit for the structure and, for its defective twin, a letter behind
// it.
#include <atomic>
#include <cassert>
#include <thread>
#include <utility>

namespace {

constexpr auto relaxed = std::memory_order_relaxed, acquire = std::memory_order_acquire,
               release = std::memory_order_release, acq_rel = std::memory_order_acq_rel,
               seq_cst = std::memory_order_seq_cst;
using Order = std::memory_order;
bool bad = false;

/// The order as it should be, or too weak.
Order order(Order right, Order wrong = relaxed) { return bad ? wrong : right; }
void fence(Order right) {
  if (!bad) std::atomic_thread_fence(right);
}

template <typename... F> void together(F... bodies) {
  std::thread threads[] = {std::thread(bodies)...};
  for (std::thread& thread : threads)
    thread.join();
}

/// Dekker's entry: store, fence, look at the other's flag.
void dekker() {
  std::atomic<int> flag[2] = {}, inside{0};
  const auto enter = [&](int me) {
    flag[me].store(1, relaxed);
    fence(seq_cst);
    if (flag[1 - me].load(relaxed)) return;
    assert(inside.fetch_add(1, relaxed) == 0);
  };
  together([&] { enter(0); }, [&] { enter(1); });
}

/// Peterson's lock, all seq_cst; the twin announces itself with release.
void peterson() {
  std::atomic<int> flag[2] = {}, turn{0}, inside{0};
  const auto run = [&](int me) {
    flag[me].store(1, order(seq_cst, release));
    turn.store(1 - me, order(seq_cst, release));
    while (flag[1 - me].load(order(seq_cst, acquire)) && turn.load(order(seq_cst, acquire)) == 1 - me)
      std::this_thread::yield();
    assert(inside.fetch_add(1, relaxed) == 0);
    inside.fetch_sub(1, relaxed);
    flag[me].store(0, release);
  };
  together([&] { run(0); }, [&] { run(1); });
}

/// A spin lock; the twin takes it without acquire.
void spin_lock() {
  std::atomic<bool> taken{false};
  std::atomic<int> count{0};
  const auto add = [&] {
    while (taken.exchange(true, order(acquire)))
      std::this_thread::yield();
    count.store(count.load(relaxed) + 1, relaxed);
    taken.store(false, release);
  };
  together(
      [&] {
        add();
        add();
      },
      add);
  assert(count.load() == 3);
}

/// Sequence lock (Boehm, Can seqlocks get along with programming language memory models?, MSPC 2012); the
/// twin lacks the reader's fence.
void sequence_lock() {
  std::atomic<unsigned> sequence{0};
  std::atomic<int> low{0}, high{0};
  const auto write = [&] {
    for (int i = 1; i < 3; ++i) {
      sequence.store(2 * static_cast<unsigned>(i) - 1, relaxed);
      std::atomic_thread_fence(release);
      low.store(i, relaxed);
      high.store(i, relaxed);
      sequence.store(2 * static_cast<unsigned>(i), release);
    }
  };
  const auto read = [&] {
    const unsigned before = sequence.load(acquire);
    const int a = low.load(relaxed), b = high.load(relaxed);
    fence(acquire);
    if (before % 2 == 0 && sequence.load(relaxed) == before) assert(a == b);
  };
  together(write, read);
}

/// A ring of one producer and one consumer; the twin publishes its end with relaxed.
void ring() {
  std::atomic<int> cells[2] = {}, head{0}, tail{0};
  const auto put = [&] {
    for (int i = 0; i < 3; ++i) {
      while (i - head.load(acquire) == 2)
        std::this_thread::yield();
      cells[i % 2].store(i + 1, relaxed);
      tail.store(i + 1, order(release));
    }
  };
  const auto take = [&] {
    for (int i = 0; i < 3; ++i) {
      while (tail.load(acquire) == i)
        std::this_thread::yield();
      assert(cells[i % 2].load(relaxed) == i + 1);
      head.store(i + 1, release);
    }
  };
  together(put, take);
}

/// Chase and Lev's deque as in Le et al. (PPoPP 2013), two elements; the twin's owner lacks its fence, so
/// that an element is taken twice.
void deque() {
  std::atomic<int> top{0}, bottom{0}, taken[2] = {};
  const auto owner = [&] {
    bottom.store(1, release);
    bottom.store(2, release);
    for (int i = 0; i < 2; ++i) {
      const int b = bottom.load(relaxed) - 1;
      bottom.store(b, relaxed);
      fence(seq_cst);
      int t = top.load(relaxed);
      if (t < b) {
        taken[b].fetch_add(1, relaxed);
      } else {
        if (t == b && top.compare_exchange_strong(t, t + 1, seq_cst, relaxed)) taken[b].fetch_add(1, relaxed);
        bottom.store(b + 1, relaxed);
      }
    }
  };
  const auto thief = [&] {
    for (int i = 0; i < 2; ++i) {
      int t = top.load(acquire);
      std::atomic_thread_fence(seq_cst);
      if (t < bottom.load(acquire) && top.compare_exchange_strong(t, t + 1, seq_cst, relaxed))
        taken[t].fetch_add(1, relaxed);
    }
  };
  together(owner, thief);
  assert(taken[0].load() <= 1 && taken[1].load() <= 1);
}

/// Reference count: the last owner has to see what the others did; the twin drops its reference with relaxed.
void reference_count() {
  std::atomic<int> count{2}, data{0}, seen{0};
  const auto drop = [&](int add) {
    data.fetch_add(add, relaxed);
    if (count.fetch_sub(1, order(acq_rel)) == 1) seen.store(data.load(relaxed), relaxed);
  };
  together([&] { drop(1); }, [&] { drop(2); });
  assert(seen.load() == 3);
}

/// Two stages hand a token round; the twin leaves all to relaxed, and each may see the other's answer to a
/// question not yet asked (load buffering).
void hand_round() {
  std::atomic<int> question{0}, answer{0}, early{0};
  const auto ask = [&] {
    if (answer.load(order(acquire))) early.fetch_add(1, relaxed);
    question.store(1, order(release));
  };
  const auto reply = [&] {
    if (question.load(order(acquire))) early.fetch_add(1, relaxed);
    answer.store(1, order(release));
  };
  together(ask, reply);
  assert(early.load() < 2);
}

/// A seq_cst counter announced by a flag: seq_cst on the one does not order the other. The twin's flag is
/// relaxed.
void announced() {
  std::atomic<int> data{0}, flag{0};
  together(
      [&] {
        data.store(1, seq_cst);
        flag.store(1, order(release));
      },
      [&] {
        if (flag.load(order(acquire))) assert(data.load(seq_cst) == 1);
      });
}

/// Two writers, two readers that have to agree on the order of the writes; the twin leaves it to acquire.
void agreement() {
  std::atomic<int> x{0}, y{0}, first_x{0}, first_y{0};
  together([&] { x.store(1, order(seq_cst, release)); }, [&] { y.store(1, order(seq_cst, release)); },
           [&] {
             if (x.load(order(seq_cst, acquire)) && !y.load(order(seq_cst, acquire)))
               first_x.store(1, relaxed);
           },
           [&] {
             if (y.load(order(seq_cst, acquire)) && !x.load(order(seq_cst, acquire)))
               first_y.store(1, relaxed);
           });
  assert(!(first_x.load() && first_y.load()));
}

} // namespace

int main(int count, char** words) {
  constexpr void (*all[])() = {dekker, peterson,        spin_lock,  sequence_lock, ring,
                               deque,  reference_count, hand_round, announced,     agreement};
  if (count < 2) return 0;
  bad = words[1][1] != '\0';
  all[words[1][0] - '0']();
}
