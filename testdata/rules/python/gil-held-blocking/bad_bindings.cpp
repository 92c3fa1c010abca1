#include <mutex>
#include <pybind11/pybind11.h>
#include <thread>
#include <unistd.h>

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
    stop_ = true;
    worker_.join(); // expect: python/gil-held-blocking
  }

private:
  bool stop_ = false;
  std::thread worker_;
  py::object callback_;
};

PYBIND11_MODULE(server, m) {
  py::class_<Server>(m, "Server").def("start", &Server::start).def("stop", &Server::stop);
}
