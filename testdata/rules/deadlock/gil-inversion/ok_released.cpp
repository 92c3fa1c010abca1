#include <mutex>
#include <pybind11/pybind11.h>
#include <thread>

namespace py = pybind11;

std::mutex mu;
int events;
py::object listener;

// The lock is given back before the GIL is taken.
void poll() {
  for (;;) {
    int now = 0;
    {
      std::lock_guard<std::mutex> hold(mu);
      now = events;
    }
    py::gil_scoped_acquire gil;
    listener(now);
  }
}

void start() { std::thread(poll).detach(); }

int count() {
  py::gil_scoped_release release;
  std::lock_guard<std::mutex> hold(mu);
  return events;
}

int add(int n) {
  std::lock_guard<std::mutex> hold(mu);
  return events += n;
}

PYBIND11_MODULE(events, m) {
  m.def("start", &start);
  m.def("count", &count);
  m.def("add", &add, py::call_guard<py::gil_scoped_release>());
}
