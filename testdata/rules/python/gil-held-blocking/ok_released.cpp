#include <atomic>
#include <mutex>
#include <pybind11/pybind11.h>
#include <thread>

namespace py = pybind11;

class Server {
public:
  void start() {
    worker_ = std::thread([this] {
      while (!stop_) {
        py::gil_scoped_acquire gil;
        callback_();
      }
    });
  }
  void stop() {
    py::gil_scoped_release release;
    stop_ = true;
    worker_.join();
  }
  void wait() {
    stop_ = true;
    worker_.join();
  }
  int count() const { return count_; }

private:
  std::atomic<bool> stop_{false};
  std::atomic<int> count_{0};
  std::thread worker_;
  py::object callback_;
};

PYBIND11_MODULE(server, m) {
  py::class_<Server>(m, "Server")
      .def("start", &Server::start)
      .def("stop", &Server::stop)
      .def("count", &Server::count)
      .def("wait", &Server::wait, py::call_guard<py::gil_scoped_release>());
}
