// std::latch (one of them on the stack of a thread that leaves at once), std::barrier with a completion
// function, arrive_and_drop. Twins: 1 counts down before the write, 2 skips a round, 3 writes after it has
// dropped out.
#include <barrier>
#include <cassert>
#include <cstdlib>
#include <latch>
#include <thread>

int twin = 0, written = 0, rounds_done = 0, sums[3], cells[2];

void latch_on_the_stack() {
  int local = 0;
  std::thread other;
  {
    std::latch done(1);
    other = std::thread([&local, &done] {
      local = 5;
      done.count_down();
    });
    done.wait();
  }
  assert(local == 5);
  other.join();
}

void latch_of_three() {
  std::latch ready(3);
  auto work = [&] {
    if (twin == 1) ready.count_down();
    written = written ? written : 7;
    if (twin != 1) ready.count_down();
    ready.wait();
    assert(written == 7);
  };
  std::thread a(work);
  ready.count_down();
  if (twin != 1) ready.arrive_and_wait();
  assert(written == 7);
  a.join();
}

void rounds() {
  auto finish = []() noexcept {
    if (rounds_done < 3) sums[rounds_done] = cells[0] + cells[1];
    ++rounds_done;
  };
  std::barrier round(2, finish);
  auto work = [&](int me) {
    for (int r = 0; r < 3; ++r) {
      cells[me] = r + me;
      if (twin == 2 && me == 1 && r == 1) continue;
      if (r == 2 && me == 1)
        round.arrive_and_drop();
      else
        round.arrive_and_wait();
      if (twin == 3 && me == 1 && r == 2) cells[0] = 2;
    }
  };
  std::thread a(work, 0), b(work, 1);
  a.join();
  b.join();
  assert(rounds_done == 3 && sums[0] == 1 && sums[1] == 3 && sums[2] == 5);
}

int main(int, char** words) {
  twin = words[1] ? std::atoi(words[1]) : 0;
  latch_on_the_stack();
  latch_of_three();
  rounds();
}
