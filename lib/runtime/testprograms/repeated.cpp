// Every kind of state that main can change, each looked at first: a run that finds a trace of an earlier one
// leaves with the number of the kind. The word chooses what shall be left behind on purpose.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <memory>
#include <mutex>
#include <pthread.h>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

int zero;                                           // .bss
int one = 1;                                        // .data
std::map<std::string, int> table = {{"before", 1}}; // a heap that exists before main
std::unique_ptr<std::string> owned = std::make_unique<std::string>("before");
thread_local int per_thread = 5;
thread_local std::vector<int> per_thread_list = {1, 2};
int destroyed = 0;
std::mutex mutex;

struct Last {
  int* count;
  ~Last() { ++*count; }
};
Last last{&destroyed}; // a static destructor
int at_exit_calls = 0;

struct Key { // as GoogleTest has them
  pthread_key_t key{};
  Key() { pthread_key_create(&key, nullptr); }
  ~Key() { pthread_key_delete(key); }
};
Key key;

int& counter() {
  static std::vector<int> lazily(1, 0);
  return lazily[0];
}

int traces() {
  if (zero++ != 0) return 10;
  if (one++ != 1) return 11;
  if (table.size() != 1 || table.at("before") != 1) return 12;
  if (!owned || *owned != "before") return 13;
  if (per_thread++ != 5 || per_thread_list.size() != 2) return 14;
  if (counter()++ != 0) return 15;
  if (destroyed != 0 || at_exit_calls != 0) return 16;
  if (std::rand() != 1804289383 || lrand48() != 0) return 17; // what a new process of glibc gives
  if (std::getenv("BURLER_LEFT") != nullptr) return 18;
  if (pthread_getspecific(key.key) != nullptr) return 20;
  return 0;
}

void change_everything() {
  pthread_setspecific(key.key, &zero);
  pthread_key_t more;
  if (pthread_key_create(&more, nullptr) != 0) _exit(21); // there are 1024
  pthread_setspecific(more, &one);
  table["after"] = 2;
  table.erase("before");
  owned.reset();
  per_thread_list.assign(100, 1);
  setenv("BURLER_LEFT", "1", 1);
  std::atexit([] {
    if (++at_exit_calls != 1 || destroyed != 0) _exit(19); // the last registered comes first
  });
}

void work() {
  std::thread other([] {
    const std::lock_guard<std::mutex> guard(mutex);
    ++one;
  });
  {
    const std::lock_guard<std::mutex> guard(mutex);
    ++one;
  }
  other.join();
}

int leave_behind(const char* word) {
  if (std::strcmp(word, "thread") == 0)
    std::thread([] {
      for (;;)
        std::this_thread::yield();
    }).detach();
  if (std::strcmp(word, "file") == 0 && open("/dev/null", O_RDONLY) < 0) return 3;
  if (std::strcmp(word, "child") == 0) {
    if (fork() == 0) _exit(0);
    wait(nullptr);
  }
  if (std::strcmp(word, "mask") == 0 && umask(0) == 0) work(); // only the kernel knows
  if (std::strcmp(word, "fourth") == 0 && umask(umask(0) + 1) == 3) std::abort();
  if (std::strcmp(word, "exit") == 0) std::exit(0);
  return 0;
}

} // namespace

int main(int count, char** words) {
  if (const int trace = traces()) return trace;
  change_everything();
  work();
  const std::string word = count > 1 ? words[1] : "";
  if (count > 1) std::fill(words[1], words[1] + std::strlen(words[1]), '?'); // arguments are memory, too
  return leave_behind(word.c_str());
}
