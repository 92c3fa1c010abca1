// Stand-in for pybind11, after its documentation: one file for all its headers. Declarations only.
#ifndef BURLER_STUB_PYBIND11
#define BURLER_STUB_PYBIND11
#include <Python.h>
#include <array>
#include <complex>
#include <deque>
#include <cstddef>
#include <exception>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>
#define PYBIND11_VERSION_MAJOR 2
#define PYBIND11_VERSION_MINOR 11
namespace pybind11 {
using ssize_t = Py_ssize_t;
class object;
class str;
class iterator;
namespace detail {
class accessor;
template <class T> class type_caster;
template <class T> class type_caster_base;
} // namespace detail
class handle {
public:
  handle();
  handle(PyObject* pointer);
  PyObject* ptr() const;
  PyObject*& ptr();
  const handle& inc_ref() const;
  const handle& dec_ref() const;
  explicit operator bool() const;
  bool is(const handle& other) const;
  bool is_none() const;
  bool equal(const handle& other) const;
  template <class T> T cast() const;
  template <class... A> object operator()(A&&... arguments) const;
  detail::accessor attr(const char* name) const;
  detail::accessor attr(const handle& name) const;
  detail::accessor operator[](const char* key) const;
  detail::accessor operator[](const handle& key) const;
  detail::accessor operator[](std::size_t index) const;
  template <class T> bool contains(T&& item) const;
  iterator begin() const;
  iterator end() const;
};
class object : public handle {
public:
  object();
  object(const object& other);
  object(object&& other) noexcept;
  object(handle other, bool borrowed);
  ~object();
  object& operator=(const object& other);
  object& operator=(object&& other) noexcept;
  handle release();
};
namespace detail {
class accessor : public object {
public:
  template <class T> accessor& operator=(T&& value);
  operator object() const;
};
} // namespace detail
class iterator : public object {
public:
  iterator& operator++();
  handle operator*() const;
  bool operator!=(const iterator& other) const;
  bool operator==(const iterator& other) const;
};
#define BURLER_STUB_PY_OBJECT(name)                                                                          \
  class name : public object {                                                                               \
  public:                                                                                                    \
    name();                                                                                                  \
    name(const object& other);                                                                               \
    name(object&& other);                                                                                    \
    name(handle other, bool borrowed);
BURLER_STUB_PY_OBJECT(none)
};
BURLER_STUB_PY_OBJECT(str)
str(const char* text);
str(const std::string& text);
operator std::string() const;
template <class... A> str format(A&&... arguments) const;
}
;
BURLER_STUB_PY_OBJECT(bytes)
bytes(const char* text, std::size_t size);
bytes(const std::string& text);
operator std::string() const;
}
;
BURLER_STUB_PY_OBJECT(bytearray)
}
;
BURLER_STUB_PY_OBJECT(bool_)
bool_(bool value);
operator bool() const;
}
;
BURLER_STUB_PY_OBJECT(int_)
int_(long long value);
operator long long() const;
}
;
BURLER_STUB_PY_OBJECT(float_)
float_(double value);
operator double() const;
}
;
BURLER_STUB_PY_OBJECT(slice)
}
;
BURLER_STUB_PY_OBJECT(tuple)
explicit tuple(std::size_t size);
std::size_t size() const;
}
;
BURLER_STUB_PY_OBJECT(args)
std::size_t size() const;
}
;
BURLER_STUB_PY_OBJECT(list)
explicit list(std::size_t size);
std::size_t size() const;
template <class T> void append(T&& value);
}
;
BURLER_STUB_PY_OBJECT(set)
std::size_t size() const;
template <class T> bool add(T&& value);
}
;
BURLER_STUB_PY_OBJECT(dict)
std::size_t size() const;
void clear();
}
;
BURLER_STUB_PY_OBJECT(kwargs)
std::size_t size() const;
}
;
BURLER_STUB_PY_OBJECT(sequence)
std::size_t size() const;
}
;
BURLER_STUB_PY_OBJECT(iterable)
}
;
BURLER_STUB_PY_OBJECT(function)
}
;
BURLER_STUB_PY_OBJECT(type)
}
;
BURLER_STUB_PY_OBJECT(weakref)
}
;
BURLER_STUB_PY_OBJECT(memoryview)
}
;
struct buffer_info {
  void* ptr;
  ssize_t itemsize, size, ndim;
  std::string format;
  std::vector<ssize_t> shape, strides;
  template <class... A> buffer_info(A&&... arguments);
};
BURLER_STUB_PY_OBJECT(buffer)
buffer_info request(bool writable = false) const;
}
;
BURLER_STUB_PY_OBJECT(capsule)
capsule(const void* pointer, void (*destroy)(void*));
capsule(const void* pointer, const char* name);
capsule(const void* pointer, const char* name, void (*destroy)(PyObject*));
template <class T = void> T* get_pointer() const;
template <class T> operator T*() const;
}
;
BURLER_STUB_PY_OBJECT(dtype)
ssize_t itemsize() const;
char kind() const;
template <class T> static dtype of();
}
;
BURLER_STUB_PY_OBJECT(array)
template <class... A> explicit array(A&&... arguments);
ssize_t size() const;
ssize_t ndim() const;
ssize_t nbytes() const;
ssize_t itemsize() const;
ssize_t shape(ssize_t axis) const;
const ssize_t* shape() const;
const void* data() const;
void* mutable_data();
dtype dtype() const;
buffer_info request(bool writable = false) const;
enum { c_style = 1, f_style = 2, forcecast = 16 };
}
;
#undef BURLER_STUB_PY_OBJECT
template <class T, int flags = 16> class array_t : public array {
public:
  array_t();
  template <class... A> explicit array_t(A&&... arguments);
  const T* data() const;
  T* mutable_data();
  template <class... I> const T& at(I... index) const;
};
class gil_scoped_acquire {
public:
  gil_scoped_acquire();
  gil_scoped_acquire(const gil_scoped_acquire&) = delete;
  ~gil_scoped_acquire();
  void disarm();
};
class gil_scoped_release {
public:
  explicit gil_scoped_release(bool disassociate = false);
  gil_scoped_release(const gil_scoped_release&) = delete;
  ~gil_scoped_release();
  void disarm();
};
class error_already_set : public std::exception {
public:
  error_already_set();
  void restore();
  bool matches(handle type) const;
  const object& type() const;
  const object& value() const;
  const char* what() const noexcept override;
};
class builtin_exception : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};
class stop_iteration : public builtin_exception {
public:
  stop_iteration();
  using builtin_exception::builtin_exception;
};
class index_error : public builtin_exception {
public:
  using builtin_exception::builtin_exception;
};
class key_error : public builtin_exception {
public:
  using builtin_exception::builtin_exception;
};
class value_error : public builtin_exception {
public:
  using builtin_exception::builtin_exception;
};
class type_error : public builtin_exception {
public:
  using builtin_exception::builtin_exception;
};
class cast_error : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};
enum class return_value_policy {
  automatic,
  automatic_reference,
  take_ownership,
  copy,
  move,
  reference,
  reference_internal
};
struct arg {
  explicit arg(const char* name);
  template <class T> arg operator=(T&& value) const;
  arg& noconvert(bool flag = true);
  arg& none(bool flag = true);
};
inline namespace literals {
arg operator""_a(const char* name, std::size_t size);
str operator""_s(const char* name, std::size_t size);
} // namespace literals
struct kw_only {};
struct pos_only {};
struct is_method {
  explicit is_method(handle type);
};
struct is_operator {};
struct dynamic_attr {};
struct buffer_protocol {};
struct module_local {
  module_local(bool flag = true);
};
struct arithmetic {};
struct multiple_inheritance {};
struct doc {
  explicit doc(const char* text);
};
struct name {
  explicit name(const char* text);
};
struct scope {
  explicit scope(handle parent);
};
struct sibling {
  explicit sibling(handle other);
};
struct prepend {};
template <std::size_t nurse, std::size_t patient> struct keep_alive {};
template <class... T> struct call_guard {};
template <class... A> struct init_marker {};
template <class... A> init_marker<A...> init();
template <class F> init_marker<F> init(F&& factory);
template <class F, class G> init_marker<F, G> init(F&& factory, G&& alias);
template <class G, class S> init_marker<G, S> pickle(G&& get, S&& set);
template <class... A> struct overload_cast_marker {
  template <class R> constexpr auto operator()(R (*pointer)(A...)) const { return pointer; }
  template <class R, class C> constexpr auto operator()(R (C::*pointer)(A...), std::false_type = {}) const {
    return pointer;
  }
  template <class R, class C> constexpr auto operator()(R (C::*pointer)(A...) const, std::true_type) const {
    return pointer;
  }
};
template <class... A> inline constexpr overload_cast_marker<A...> overload_cast{};
inline constexpr std::true_type const_{};
class cpp_function : public function {
public:
  cpp_function();
  template <class F, class... X> cpp_function(F&& run, const X&... extra);
};
class module_ : public object {
public:
  module_();
  explicit module_(const char* name, const char* text = nullptr);
  template <class F, class... X> module_& def(const char* name, F&& run, const X&... extra);
  module_ def_submodule(const char* name, const char* text = nullptr);
  static module_ import(const char* name);
  void reload();
  void add_object(const char* name, handle value, bool overwrite = false);
  const char*& doc();
};
using module = module_;
class generic_type : public object {};
template <class T, class... Options> class class_ : public generic_type {
public:
  template <class... X> class_(handle parent, const char* name, const X&... extra);
  template <class F, class... X> class_& def(const char* name, F&& run, const X&... extra);
  template <class... A, class... X> class_& def(const init_marker<A...>& constructor, const X&... extra);
  template <class O, class... X> class_& def(const O& operation, const X&... extra);
  template <class F, class... X> class_& def_static(const char* name, F&& run, const X&... extra);
  template <class M, class... X> class_& def_readwrite(const char* name, M member, const X&... extra);
  template <class M, class... X> class_& def_readonly(const char* name, M member, const X&... extra);
  template <class M, class... X> class_& def_readonly_static(const char* name, M member, const X&... extra);
  template <class G, class... X> class_& def_property_readonly(const char* name, G&& get, const X&... extra);
  template <class G, class... X>
  class_& def_property_readonly_static(const char* name, G&& get, const X&... extra);
  template <class G, class S, class... X>
  class_& def_property(const char* name, G&& get, S&& set, const X&... extra);
  template <class F> class_& def_buffer(F&& run);
};
template <class T> class enum_ : public class_<T> {
public:
  template <class... X> enum_(handle parent, const char* name, const X&... extra);
  enum_& value(const char* name, T value, const char* text = nullptr);
  enum_& export_values();
};
template <class T> class exception : public object {
public:
  exception(handle parent, const char* name, handle base = handle());
  void operator()(const char* text) const;
};
template <class T> object register_exception(handle parent, const char* name, handle base = handle());
template <class F> void register_exception_translator(F&& run);
template <class From, class To> void implicitly_convertible();
template <class T> T cast(const handle& value);
template <class T> T move(object&& value);
template <class T>
object cast(T&& value, return_value_policy policy = return_value_policy::automatic, handle parent = handle());
template <class T> T reinterpret_borrow(handle value);
template <class T> T reinterpret_steal(handle value);
template <class T> bool isinstance(handle value);
bool isinstance(handle value, handle type);
bool hasattr(handle value, const char* name);
object getattr(handle value, const char* name);
void setattr(handle value, const char* name, handle to);
std::size_t len(handle value);
str repr(handle value);
iterator iter(handle value);
template <class... A> tuple make_tuple(A&&... arguments);
template <return_value_policy policy = return_value_policy::reference_internal, class I, class... X>
iterator make_iterator(I first, I last, X&&... extra);
template <class... A> void print(A&&... arguments);
object eval(const std::string& text);
void exec(const std::string& text);
dict globals();
class scoped_interpreter {
public:
  explicit scoped_interpreter(bool signals = true);
  ~scoped_interpreter();
};
void initialize_interpreter(bool signals = true);
void finalize_interpreter();
template <class... A> function get_override(A&&... arguments);
[[noreturn]] void pybind11_fail(const std::string& text);
} // namespace pybind11
#define PYBIND11_MODULE(name, variable)                                                                      \
  static void pybind11_init_##name(::pybind11::module_& variable);                                           \
  extern "C" PyObject* PyInit_##name() {                                                                     \
    ::pybind11::module_ made;                                                                                \
    pybind11_init_##name(made);                                                                              \
    return made.ptr();                                                                                       \
  }                                                                                                          \
  static void pybind11_init_##name(::pybind11::module_& variable)
#define PYBIND11_EMBEDDED_MODULE(name, variable) PYBIND11_MODULE(name, variable)
#define PYBIND11_DECLARE_HOLDER_TYPE(type, ...)
#define PYBIND11_MAKE_OPAQUE(...)
#define PYBIND11_TYPE_CASTER(type, text)                                                                     \
  type value;                                                                                                \
  static constexpr auto name = text
#define PYBIND11_OVERRIDE(result, base, name, ...) return base::name(__VA_ARGS__)
#define PYBIND11_OVERRIDE_PURE(result, base, name, ...) throw std::runtime_error(#name)
#define PYBIND11_OVERRIDE_NAME(result, base, text, name, ...) return base::name(__VA_ARGS__)
#define PYBIND11_EXPORT
#define PYBIND11_NAMESPACE pybind11
#define PYBIND11_NAMESPACE_BEGIN(name) namespace name {
#define PYBIND11_NAMESPACE_END(name) }
#endif
