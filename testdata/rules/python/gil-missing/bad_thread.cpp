#include <Python.h>
#include <thread>

PyObject* callback;

void worker() {
  PyObject* result = PyObject_CallObject(callback, nullptr); // expect: python/gil-missing
  PyGILState_STATE state = PyGILState_Ensure();
  Py_XDECREF(result);
  PyGILState_Release(state);
}

static PyObject* start(PyObject*, PyObject*) {
  std::thread(worker).detach();
  return nullptr;
}

static PyMethodDef methods[] = {{"start", start, METH_NOARGS, "Starts the worker."}, {nullptr, nullptr, 0, nullptr}};
PyMethodDef* table() { return methods; }
