#include <mutex>
#include <pybind11/pybind11.h>
#include <thread>

namespace py = pybind11;

std::mutex mu;
int events;
py::object listener;

void poll() {
  for (;;) {
    std::lock_guard<std::mutex> hold(mu);
    py::gil_scoped_acquire gil; // expect: deadlock/gil-inversion
    listener(events);
  }
}

void start() { std::thread(poll).detach(); }

int count() {
  std::lock_guard<std::mutex> hold(mu);
  return events;
}

PYBIND11_MODULE(events, m) {
  m.def("start", &start);
  m.def("count", &count);
}
