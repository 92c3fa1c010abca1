// One handle in two threads: an HTTP transfer, a connection without its mutex, a random engine, a product's stream.
#include <cublas_v2.h>

#include <random>
#include <thread>

extern "C" {
typedef void CURL;
CURL* curl_easy_init(void);
int curl_easy_setopt(CURL*, int, ...);
int curl_easy_perform(CURL*);
struct sqlite3;
int sqlite3_open_v2(const char*, sqlite3**, int, const char*);
int sqlite3_exec(sqlite3*, const char*, int (*)(void*, int, char**, char**), void*, char**);
}
#define SQLITE_OPEN_READWRITE 0x00000002
#define SQLITE_OPEN_NOMUTEX 0x00008000

class Downloader {
public:
  Downloader() : handle_(curl_easy_init()), worker_([this] { fetch("model.bin"); }) {}
  ~Downloader() { worker_.join(); }
  void fetch(const char* name) {
    curl_easy_setopt(handle_, 10002, name); // expect: race/external-handle
    curl_easy_perform(handle_);
  }

private:
  CURL* handle_;
  std::thread worker_;
};

int download() {
  Downloader downloader;
  downloader.fetch("tokens.txt");
  return 0;
}

sqlite3* journal;

void log_line() {
  sqlite3_exec(journal, "insert", nullptr, nullptr, nullptr); // expect: race/external-handle
}

void journaling() {
  sqlite3_open_v2("journal.db", &journal, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::thread other(log_line);
  log_line();
  other.join();
}

std::mt19937 engine;

int sample() {
  std::uniform_int_distribution<int> pick(0, 9);
  return pick(engine); // expect: race/external-handle
}

void sampling() {
  std::thread other([] { sample(); });
  sample();
  other.join();
}

cublasHandle_t products;

void on_stream(cudaStream_t stream) {
  cublasSetStream(products, stream); // expect: race/external-handle
}

void two_streams(cudaStream_t a, cudaStream_t b) {
  cublasCreate(&products);
  std::thread other(on_stream, a);
  on_stream(b);
  other.join();
}

int main() {
  journaling();
  sampling();
  two_streams(nullptr, nullptr);
  return download();
}
