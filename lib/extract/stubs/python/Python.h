/* Stand-in for CPython's header, after the C API reference: what extension modules use most. */
#ifndef BURLER_STUB_PYTHON
#define BURLER_STUB_PYTHON
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#ifdef __cplusplus
extern "C" {
#endif
#define PY_MAJOR_VERSION 3
#define PY_MINOR_VERSION 11
#define PY_VERSION_HEX 0x030b0000
typedef ssize_t Py_ssize_t;
typedef Py_ssize_t Py_hash_t;
typedef struct _object {
  Py_ssize_t ob_refcnt;
  struct _typeobject* ob_type;
} PyObject;
typedef struct {
  PyObject ob_base;
  Py_ssize_t ob_size;
} PyVarObject;
#define PyObject_HEAD PyObject ob_base;
#define PyObject_VAR_HEAD PyVarObject ob_base;
#define PyObject_HEAD_INIT(type) {1, type},
#define PyVarObject_HEAD_INIT(type, size) {{1, type}, size},
#define PyModuleDef_HEAD_INIT {1, NULL}
typedef struct _typeobject PyTypeObject;
typedef struct _ts PyThreadState;
typedef struct _is PyInterpreterState;
typedef struct _frame PyFrameObject;
typedef enum { PyGILState_LOCKED, PyGILState_UNLOCKED } PyGILState_STATE;
typedef PyObject* (*PyCFunction)(PyObject*, PyObject*);
typedef PyObject* (*PyCFunctionWithKeywords)(PyObject*, PyObject*, PyObject*);
typedef void (*destructor)(PyObject*);
typedef PyObject* (*reprfunc)(PyObject*);
typedef PyObject* (*newfunc)(PyTypeObject*, PyObject*, PyObject*);
typedef int (*initproc)(PyObject*, PyObject*, PyObject*);
typedef PyObject* (*getter)(PyObject*, void*);
typedef int (*setter)(PyObject*, PyObject*, void*);
typedef void (*PyCapsule_Destructor)(PyObject*);
typedef struct {
  const char* ml_name;
  PyCFunction ml_meth;
  int ml_flags;
  const char* ml_doc;
} PyMethodDef;
typedef struct {
  const char* name;
  getter get;
  setter set;
  const char* doc;
  void* closure;
} PyGetSetDef;
typedef struct {
  const char* name;
  int type;
  Py_ssize_t offset;
  int flags;
  const char* doc;
} PyMemberDef;
typedef struct {
  PyObject m_base;
  const char* m_name;
  const char* m_doc;
  Py_ssize_t m_size;
  PyMethodDef* m_methods;
} PyModuleDef;
struct _typeobject {
  PyVarObject ob_base;
  const char* tp_name;
  Py_ssize_t tp_basicsize, tp_itemsize;
  destructor tp_dealloc;
  reprfunc tp_repr;
  unsigned long tp_flags;
  const char* tp_doc;
  PyMethodDef* tp_methods;
  PyMemberDef* tp_members;
  PyGetSetDef* tp_getset;
  PyTypeObject* tp_base;
  initproc tp_init;
  newfunc tp_new;
  PyObject* (*tp_alloc)(PyTypeObject*, Py_ssize_t);
  void (*tp_free)(void*);
};
#define METH_VARARGS 1
#define METH_KEYWORDS 2
#define METH_NOARGS 4
#define METH_O 8
#define METH_STATIC 32
#define Py_TPFLAGS_DEFAULT 0
#define Py_TPFLAGS_BASETYPE 1024
#define PyMODINIT_FUNC PyObject*
PyGILState_STATE PyGILState_Ensure(void);
void PyGILState_Release(PyGILState_STATE state);
int PyGILState_Check(void);
PyThreadState* PyEval_SaveThread(void);
void PyEval_RestoreThread(PyThreadState* state);
PyThreadState* PyThreadState_Get(void);
#define Py_BEGIN_ALLOW_THREADS                                                                               \
  {                                                                                                          \
    PyThreadState* _save;                                                                                    \
    _save = PyEval_SaveThread();
#define Py_BLOCK_THREADS PyEval_RestoreThread(_save);
#define Py_UNBLOCK_THREADS _save = PyEval_SaveThread();
#define Py_END_ALLOW_THREADS                                                                                 \
  PyEval_RestoreThread(_save);                                                                               \
  }
void Py_Initialize(void);
void Py_Finalize(void);
int Py_IsInitialized(void);
int Py_AtExit(void (*function)(void));
void Py_IncRef(PyObject* object);
void Py_DecRef(PyObject* object);
#define Py_INCREF(object) Py_IncRef((PyObject*)(object))
#define Py_DECREF(object) Py_DecRef((PyObject*)(object))
#define Py_XINCREF(object) Py_IncRef((PyObject*)(object))
#define Py_XDECREF(object) Py_DecRef((PyObject*)(object))
#define Py_CLEAR(object) (Py_DecRef((PyObject*)(object)), (object) = NULL)
extern PyObject _Py_NoneStruct, _Py_TrueStruct, _Py_FalseStruct;
#define Py_None (&_Py_NoneStruct)
#define Py_True (&_Py_TrueStruct)
#define Py_False (&_Py_FalseStruct)
#define Py_RETURN_NONE return Py_None
#define Py_RETURN_TRUE return Py_True
#define Py_RETURN_FALSE return Py_False
#define Py_TYPE(object) (((PyObject*)(object))->ob_type)
#define Py_REFCNT(object) (((PyObject*)(object))->ob_refcnt)
extern PyObject *PyExc_RuntimeError, *PyExc_ValueError, *PyExc_TypeError, *PyExc_KeyError, *PyExc_IndexError,
    *PyExc_MemoryError, *PyExc_ImportError, *PyExc_StopIteration, *PyExc_Exception, *PyExc_OSError,
    *PyExc_NotImplementedError, *PyExc_AttributeError, *PyExc_SystemError, *PyExc_OverflowError;
extern PyTypeObject PyType_Type, PyTuple_Type, PyDict_Type, PyList_Type, PyLong_Type, PyFloat_Type,
    PyUnicode_Type, PyBytes_Type, PyBool_Type, PyModule_Type;
int PyArg_ParseTuple(PyObject* arguments, const char* format, ...);
int PyArg_ParseTupleAndKeywords(PyObject* arguments, PyObject* keywords, const char* format, char** names,
                                ...);
PyObject* Py_BuildValue(const char* format, ...);
void PyErr_SetString(PyObject* type, const char* text);
PyObject* PyErr_Format(PyObject* type, const char* format, ...);
PyObject* PyErr_Occurred(void);
void PyErr_Clear(void);
void PyErr_Print(void);
PyObject* PyErr_NoMemory(void);
int PyErr_CheckSignals(void);
void PyErr_Fetch(PyObject** type, PyObject** value, PyObject** traceback);
void PyErr_Restore(PyObject* type, PyObject* value, PyObject* traceback);
void PyErr_WriteUnraisable(PyObject* object);
PyObject* PyModule_Create(PyModuleDef* definition);
int PyModule_AddObject(PyObject* module, const char* name, PyObject* value);
PyObject* PyImport_ImportModule(const char* name);
PyObject* PyObject_GetAttrString(PyObject* object, const char* name);
int PyObject_SetAttrString(PyObject* object, const char* name, PyObject* value);
PyObject* PyObject_Call(PyObject* callable, PyObject* arguments, PyObject* keywords);
PyObject* PyObject_CallObject(PyObject* callable, PyObject* arguments);
PyObject* PyObject_CallFunction(PyObject* callable, const char* format, ...);
PyObject* PyObject_CallMethod(PyObject* object, const char* name, const char* format, ...);
PyObject* PyObject_CallFunctionObjArgs(PyObject* callable, ...);
PyObject* PyObject_Str(PyObject* object);
PyObject* PyObject_Repr(PyObject* object);
int PyObject_IsTrue(PyObject* object);
int PyObject_IsInstance(PyObject* object, PyObject* type);
int PyObject_TypeCheck(PyObject* object, PyTypeObject* type);
int PyCallable_Check(PyObject* object);
int PyType_Ready(PyTypeObject* type);
PyObject* PyType_GenericNew(PyTypeObject* type, PyObject* arguments, PyObject* keywords);
PyObject* PyTuple_New(Py_ssize_t size);
Py_ssize_t PyTuple_Size(PyObject* tuple);
PyObject* PyTuple_GetItem(PyObject* tuple, Py_ssize_t index);
int PyTuple_SetItem(PyObject* tuple, Py_ssize_t index, PyObject* value);
int PyTuple_Check(PyObject* object);
#define PyTuple_GET_ITEM(tuple, index) PyTuple_GetItem(tuple, index)
#define PyTuple_SET_ITEM(tuple, index, value) PyTuple_SetItem(tuple, index, value)
#define PyTuple_GET_SIZE(tuple) PyTuple_Size(tuple)
PyObject* PyList_New(Py_ssize_t size);
Py_ssize_t PyList_Size(PyObject* list);
PyObject* PyList_GetItem(PyObject* list, Py_ssize_t index);
int PyList_SetItem(PyObject* list, Py_ssize_t index, PyObject* value);
int PyList_Append(PyObject* list, PyObject* value);
int PyList_Check(PyObject* object);
#define PyList_GET_ITEM(list, index) PyList_GetItem(list, index)
#define PyList_SET_ITEM(list, index, value) PyList_SetItem(list, index, value)
#define PyList_GET_SIZE(list) PyList_Size(list)
PyObject* PyDict_New(void);
PyObject* PyDict_GetItemString(PyObject* dict, const char* key);
PyObject* PyDict_GetItem(PyObject* dict, PyObject* key);
int PyDict_SetItemString(PyObject* dict, const char* key, PyObject* value);
int PyDict_SetItem(PyObject* dict, PyObject* key, PyObject* value);
int PyDict_Next(PyObject* dict, Py_ssize_t* position, PyObject** key, PyObject** value);
int PyDict_Check(PyObject* object);
PyObject* PyLong_FromLong(long value);
PyObject* PyLong_FromLongLong(long long value);
PyObject* PyLong_FromUnsignedLongLong(unsigned long long value);
PyObject* PyLong_FromSize_t(size_t value);
PyObject* PyLong_FromVoidPtr(void* pointer);
long PyLong_AsLong(PyObject* object);
long long PyLong_AsLongLong(PyObject* object);
unsigned long long PyLong_AsUnsignedLongLong(PyObject* object);
void* PyLong_AsVoidPtr(PyObject* object);
int PyLong_Check(PyObject* object);
PyObject* PyFloat_FromDouble(double value);
double PyFloat_AsDouble(PyObject* object);
int PyFloat_Check(PyObject* object);
PyObject* PyBool_FromLong(long value);
PyObject* PyUnicode_FromString(const char* text);
PyObject* PyUnicode_FromFormat(const char* format, ...);
PyObject* PyUnicode_FromStringAndSize(const char* text, Py_ssize_t size);
const char* PyUnicode_AsUTF8(PyObject* object);
int PyUnicode_Check(PyObject* object);
PyObject* PyBytes_FromStringAndSize(const char* text, Py_ssize_t size);
char* PyBytes_AsString(PyObject* object);
int PyBytes_Check(PyObject* object);
PyObject* PyCapsule_New(void* pointer, const char* name, PyCapsule_Destructor destroy);
void* PyCapsule_GetPointer(PyObject* capsule, const char* name);
PyObject* PyIter_Next(PyObject* iterator);
PyObject* PyObject_GetIter(PyObject* object);
typedef struct {
  void* buf;
  PyObject* obj;
  Py_ssize_t len, itemsize;
  int readonly, ndim;
  char* format;
  Py_ssize_t *shape, *strides, *suboffsets;
  void* internal;
} Py_buffer;
int PyObject_GetBuffer(PyObject* object, Py_buffer* view, int flags);
void PyBuffer_Release(Py_buffer* view);
#ifdef __cplusplus
}
#endif
#endif
