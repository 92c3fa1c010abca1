#include <Python.h>
#include <thread>

PyObject* callback;

void worker() {
  PyGILState_STATE state = PyGILState_Ensure();
  PyObject* result = PyObject_CallObject(callback, nullptr);
  Py_XDECREF(result);
  PyGILState_Release(state);
}

// The binding holds the GIL; it lets others run while it waits.
static PyObject* run(PyObject*, PyObject* argument) {
  Py_INCREF(argument);
  std::thread thread(worker);
  Py_BEGIN_ALLOW_THREADS
  thread.join();
  Py_END_ALLOW_THREADS
  return PyLong_FromLong(1);
}

static PyMethodDef methods[] = {{"run", run, METH_O, "Runs the worker."}, {nullptr, nullptr, 0, nullptr}};
PyMethodDef* table() { return methods; }
