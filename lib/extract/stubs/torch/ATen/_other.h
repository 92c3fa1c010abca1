// Stand-in for ATen, c10 and libtorch, after the C++ API documentation: the declarations that code around
// tensors, streams and events uses most. Declarations only.
#ifndef BURLER_STUB_TORCH
#define BURLER_STUB_TORCH
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>
#if __has_include(<cuda_runtime.h>)
#include <cuda_runtime.h>
#else
typedef struct CUstream_st* cudaStream_t;
typedef struct CUevent_st* cudaEvent_t;
#endif
// A libtorch without CUDA is often what is installed: its own headers, and ours for the rest.
#if __has_include(<ATen/ATen.h>)
#define BURLER_STUB_TORCH_CUDA_ONLY
#include <ATen/ATen.h>
#else
namespace c10 {
enum class ScalarType : int8_t {
  Byte,
  Char,
  Short,
  Int,
  Long,
  Half,
  Float,
  Double,
  Bool = 11,
  BFloat16 = 15,
  Undefined
};
enum class DeviceType : int8_t { CPU, CUDA, Meta };
using DeviceIndex = int8_t;
using StreamId = int64_t;
constexpr DeviceType kCPU = DeviceType::CPU;
constexpr DeviceType kCUDA = DeviceType::CUDA;
struct Device {
  Device(DeviceType type, DeviceIndex index = -1);
  Device(const std::string& text);
  DeviceType type() const;
  DeviceIndex index() const;
  bool is_cuda() const;
  bool is_cpu() const;
  bool operator==(const Device& other) const;
};
class Error : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};
template <class T> class ArrayRef {
public:
  ArrayRef();
  ArrayRef(const T& one);
  ArrayRef(const T* data, std::size_t size);
  ArrayRef(const std::vector<T>& values);
  ArrayRef(const std::initializer_list<T>& values);
  const T* begin() const;
  const T* end() const;
  const T* data() const;
  std::size_t size() const;
  bool empty() const;
  const T& operator[](std::size_t index) const;
  std::vector<T> vec() const;
};
using IntArrayRef = ArrayRef<int64_t>;
template <class T> using optional = std::optional<T>;
inline constexpr std::nullopt_t nullopt = std::nullopt;
class intrusive_ptr_target {
public:
  virtual ~intrusive_ptr_target();
};
template <class T> class intrusive_ptr {
public:
  intrusive_ptr();
  intrusive_ptr(std::nullptr_t);
  intrusive_ptr(const intrusive_ptr& other);
  intrusive_ptr(intrusive_ptr&& other) noexcept;
  template <class U> intrusive_ptr(intrusive_ptr<U> other);
  ~intrusive_ptr();
  intrusive_ptr& operator=(const intrusive_ptr& other);
  intrusive_ptr& operator=(intrusive_ptr&& other) noexcept;
  T* get() const;
  T& operator*() const;
  T* operator->() const;
  explicit operator bool() const;
  bool defined() const;
  void reset();
  std::size_t use_count() const;
  template <class... A> static intrusive_ptr make(A&&... arguments);
};
template <class T, class... A> intrusive_ptr<T> make_intrusive(A&&... arguments);
struct Scalar {
  template <class T> Scalar(T value);
  template <class T> T to() const;
};
struct Stream {
  Device device() const;
  StreamId id() const;
  void synchronize() const;
};
struct TensorOptions {
  TensorOptions();
  TensorOptions(ScalarType type);
  TensorOptions(Device device);
  TensorOptions dtype(ScalarType type) const;
  TensorOptions device(Device device) const;
  TensorOptions requires_grad(bool flag) const;
  TensorOptions pinned_memory(bool flag) const;
};
struct Storage {
  void* data() const;
  std::size_t nbytes() const;
};
struct InferenceMode {
  explicit InferenceMode(bool enabled = true);
  ~InferenceMode();
};
template <class F> void call_once(std::once_flag& flag, F&& run);
template <class... A> std::string str(const A&... parts);
} // namespace c10
namespace at {
using namespace c10;
constexpr ScalarType kByte = ScalarType::Byte, kChar = ScalarType::Char, kInt = ScalarType::Int,
                     kLong = ScalarType::Long, kHalf = ScalarType::Half, kFloat = ScalarType::Float,
                     kDouble = ScalarType::Double, kBool = ScalarType::Bool, kBFloat16 = ScalarType::BFloat16;
class Tensor {
public:
  Tensor();
  Tensor(const Tensor& other);
  Tensor(Tensor&& other) noexcept;
  ~Tensor();
  Tensor& operator=(const Tensor& other);
  Tensor& operator=(Tensor&& other) noexcept;
  bool defined() const;
  void reset();
  int64_t dim() const;
  int64_t size(int64_t axis) const;
  IntArrayRef sizes() const;
  IntArrayRef strides() const;
  int64_t stride(int64_t axis) const;
  int64_t numel() const;
  std::size_t nbytes() const;
  int64_t element_size() const;
  int64_t storage_offset() const;
  Device device() const;
  int64_t get_device() const;
  ScalarType scalar_type() const;
  ScalarType dtype() const;
  TensorOptions options() const;
  const Storage& storage() const;
  bool is_cuda() const;
  bool is_contiguous() const;
  bool is_sparse() const;
  bool requires_grad() const;
  bool is_same(const Tensor& other) const;
  Tensor& requires_grad_(bool flag = true);
  void* data_ptr() const;
  template <class T> T* data_ptr() const;
  template <class T> T* mutable_data_ptr() const;
  template <class T> const T* const_data_ptr() const;
  template <class T> T item() const;
  Scalar item() const;
  Tensor operator[](int64_t index) const;
  Tensor view(IntArrayRef sizes) const;
  Tensor view_as(const Tensor& other) const;
  Tensor reshape(IntArrayRef sizes) const;
  Tensor narrow(int64_t axis, int64_t start, int64_t length) const;
  Tensor select(int64_t axis, int64_t index) const;
  Tensor slice(int64_t axis, std::optional<int64_t> start = {}, std::optional<int64_t> end = {},
               int64_t step = 1) const;
  Tensor index_select(int64_t axis, const Tensor& index) const;
  Tensor transpose(int64_t a, int64_t b) const;
  Tensor permute(IntArrayRef axes) const;
  Tensor t() const;
  Tensor squeeze() const;
  Tensor squeeze(int64_t axis) const;
  Tensor unsqueeze(int64_t axis) const;
  Tensor expand(IntArrayRef sizes) const;
  Tensor flatten(int64_t start = 0, int64_t end = -1) const;
  Tensor contiguous() const;
  Tensor detach() const;
  Tensor alias() const;
  Tensor clone() const;
  Tensor cpu() const;
  Tensor cuda() const;
  Tensor pin_memory() const;
  Tensor to(ScalarType type, bool non_blocking = false, bool copy = false) const;
  Tensor to(Device device, bool non_blocking = false, bool copy = false) const;
  Tensor to(const TensorOptions& options, bool non_blocking = false, bool copy = false) const;
  Tensor sum() const;
  Tensor mean() const;
  Tensor max() const;
  Tensor min() const;
  Tensor argmax(int64_t axis) const;
  Tensor add(const Tensor& other) const;
  Tensor sub(const Tensor& other) const;
  Tensor mul(const Tensor& other) const;
  Tensor div(const Tensor& other) const;
  Tensor matmul(const Tensor& other) const;
  Tensor mm(const Tensor& other) const;
  Tensor softmax(int64_t axis) const;
  Tensor& add_(const Tensor& other, const Scalar& alpha = 1) const;
  Tensor& add_(const Scalar& value) const;
  Tensor& sub_(const Tensor& other) const;
  Tensor& mul_(const Tensor& other) const;
  Tensor& mul_(const Scalar& value) const;
  Tensor& div_(const Tensor& other) const;
  Tensor& div_(const Scalar& value) const;
  Tensor& copy_(const Tensor& other, bool non_blocking = false) const;
  Tensor& fill_(const Scalar& value) const;
  Tensor& zero_() const;
  Tensor& resize_(IntArrayRef sizes) const;
  void record_stream(Stream stream) const;
  void backward() const;
  Tensor& mutable_grad() const;
  const Tensor& grad() const;
};
Tensor operator+(const Tensor& a, const Tensor& b);
Tensor operator-(const Tensor& a, const Tensor& b);
Tensor operator*(const Tensor& a, const Tensor& b);
Tensor operator/(const Tensor& a, const Tensor& b);
Tensor empty(IntArrayRef sizes, const TensorOptions& options = {});
Tensor zeros(IntArrayRef sizes, const TensorOptions& options = {});
Tensor ones(IntArrayRef sizes, const TensorOptions& options = {});
Tensor full(IntArrayRef sizes, const Scalar& value, const TensorOptions& options = {});
Tensor arange(const Scalar& end, const TensorOptions& options = {});
Tensor randn(IntArrayRef sizes, const TensorOptions& options = {});
Tensor empty_like(const Tensor& other);
Tensor zeros_like(const Tensor& other);
Tensor cat(ArrayRef<Tensor> tensors, int64_t axis = 0);
Tensor stack(ArrayRef<Tensor> tensors, int64_t axis = 0);
Tensor matmul(const Tensor& a, const Tensor& b);
Tensor from_blob(void* data, IntArrayRef sizes, const TensorOptions& options = {});
Tensor from_blob(void* data, IntArrayRef sizes, const std::function<void(void*)>& release,
                 const TensorOptions& options = {});
template <class F> void parallel_for(int64_t begin, int64_t end, int64_t grain, const F& run);
void launch(std::function<void()> run);
int get_num_threads();
void set_num_threads(int count);
namespace internal {
void launch_no_thread_state(std::function<void()> run);
}
} // namespace at
#endif
#if !__has_include(<c10/cuda/CUDAFunctions.h>)
namespace c10 {
namespace cuda {
class CUDAStream {
public:
  operator cudaStream_t() const;
  operator Stream() const;
  cudaStream_t stream() const;
  Stream unwrap() const;
  Device device() const;
  DeviceIndex device_index() const;
  StreamId id() const;
  bool query() const;
  void synchronize() const;
  bool operator==(const CUDAStream& other) const;
};
CUDAStream getCurrentCUDAStream(DeviceIndex device = -1);
CUDAStream getDefaultCUDAStream(DeviceIndex device = -1);
CUDAStream getStreamFromPool(bool high_priority = false, DeviceIndex device = -1);
CUDAStream getStreamFromExternal(cudaStream_t stream, DeviceIndex device);
void setCurrentCUDAStream(CUDAStream stream);
DeviceIndex current_device();
DeviceIndex device_count();
void set_device(DeviceIndex device);
void device_synchronize();
struct CUDAGuard {
  explicit CUDAGuard(DeviceIndex device);
  explicit CUDAGuard(Device device);
  ~CUDAGuard();
  void set_index(DeviceIndex device);
};
struct OptionalCUDAGuard {
  OptionalCUDAGuard();
  template <class D> explicit OptionalCUDAGuard(D device);
  ~OptionalCUDAGuard();
};
struct CUDAStreamGuard {
  explicit CUDAStreamGuard(Stream stream);
  ~CUDAStreamGuard();
  void reset_stream(Stream stream);
};
namespace CUDACachingAllocator {
void recordStream(const void* pointer, CUDAStream stream);
void emptyCache();
void* raw_alloc(std::size_t bytes);
void raw_delete(void* pointer);
} // namespace CUDACachingAllocator
} // namespace cuda
} // namespace c10
namespace at {
namespace cuda {
using namespace c10::cuda;
class CUDAEvent {
public:
  CUDAEvent();
  explicit CUDAEvent(unsigned int flags);
  ~CUDAEvent();
  operator cudaEvent_t() const;
  cudaEvent_t event() const;
  bool isCreated() const;
  bool query() const;
  void record();
  void record(const CUDAStream& stream);
  void recordOnce(const CUDAStream& stream);
  void block(const CUDAStream& stream);
  void synchronize() const;
  float elapsed_time(const CUDAEvent& other) const;
};
} // namespace cuda
} // namespace at
#define C10_CUDA_CHECK(expression) ((void)(expression))
#define AT_CUDA_CHECK(expression) ((void)(expression))
#define C10_CUDA_KERNEL_LAUNCH_CHECK() ((void)0)
#endif
#ifndef BURLER_STUB_TORCH_CUDA_ONLY
namespace torch {
using namespace at;
class NoGradGuard {
public:
  NoGradGuard();
  ~NoGradGuard();
};
namespace autograd {
using Variable = at::Tensor;
using variable_list = std::vector<Variable>;
} // namespace autograd
template <class... A> Tensor tensor(A&&... values);
} // namespace torch
#define TORCH_CHECK(condition, ...)                                                                          \
  if (!(condition)) throw ::c10::Error("check")
#define TORCH_INTERNAL_ASSERT(condition, ...) TORCH_CHECK(condition)
#define TORCH_CHECK_EQ(a, b) TORCH_CHECK((a) == (b))
#define TORCH_WARN(...) ((void)0)
#define TORCH_WARN_ONCE(...) ((void)0)
#define AT_ERROR(...) throw ::c10::Error("error")
#define AT_ASSERT(...) ((void)0)
#define TORCH_API
#define C10_API
#define TORCH_CUDA_CPP_API
#define AT_DISPATCH_FLOATING_TYPES(type, name, ...)                                                          \
  {                                                                                                          \
    using scalar_t = float;                                                                                  \
    (__VA_ARGS__)();                                                                                         \
  }
#define AT_DISPATCH_FLOATING_TYPES_AND_HALF(type, name, ...)                                                 \
  AT_DISPATCH_FLOATING_TYPES(type, name, __VA_ARGS__)
#endif
#endif
