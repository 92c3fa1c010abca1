// A handle for each thread, a lock around every use, a connection that guards itself, thread_local engines.
#include <cublas_v2.h>

#include <mutex>
#include <random>
#include <thread>

extern "C" {
typedef void CURL;
CURL* curl_easy_init(void);
void curl_easy_cleanup(CURL*);
int curl_easy_setopt(CURL*, int, ...);
int curl_easy_perform(CURL*);
struct sqlite3;
int sqlite3_open(const char*, sqlite3**);
int sqlite3_exec(sqlite3*, const char*, int (*)(void*, int, char**, char**), void*, char**);
}

void fetch(const char* name) {
  CURL* handle = curl_easy_init();
  curl_easy_setopt(handle, 10002, name);
  curl_easy_perform(handle);
  curl_easy_cleanup(handle);
}

sqlite3* journal;

void log_line() { sqlite3_exec(journal, "insert", nullptr, nullptr, nullptr); }

thread_local std::mt19937 engine;

int sample() {
  std::uniform_int_distribution<int> pick(0, 9);
  return pick(engine);
}

std::mutex products_mu;
cublasHandle_t products;

void on_stream(cudaStream_t stream) {
  std::lock_guard<std::mutex> lock(products_mu);
  cublasSetStream(products, stream);
}

class Worker {
public:
  Worker() { cublasCreate(&handle_); }
  void run(cudaStream_t stream) { cublasSetStream(handle_, stream); }

private:
  cublasHandle_t handle_;
};

int main() {
  sqlite3_open("journal.db", &journal);
  cublasCreate(&products);
  std::thread other([] {
    fetch("model.bin");
    log_line();
    sample();
    on_stream(nullptr);
    Worker own;
    own.run(nullptr);
  });
  fetch("tokens.txt");
  log_line();
  sample();
  on_stream(nullptr);
  Worker own;
  own.run(nullptr);
  other.join();
}
