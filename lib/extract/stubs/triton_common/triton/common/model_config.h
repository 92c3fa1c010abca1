// Stand-in for what Triton's common library adds to model configurations.
#ifndef BURLER_STUB_TRITON_MODEL_CONFIG
#define BURLER_STUB_TRITON_MODEL_CONFIG
#include "../../model_config.pb.h"
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>
namespace triton {
namespace common {
using DimsList = ::google::protobuf::RepeatedField<std::int64_t>;
using MetricTagsMap = ::google::protobuf::Map<std::string, std::string>;
using HostPolicyCmdlineConfig = std::map<std::string, std::string>;
using HostPolicyCmdlineConfigMap = std::unordered_map<std::string, HostPolicyCmdlineConfig>;
using BackendCmdlineConfig = std::vector<std::pair<std::string, std::string>>;
using BackendCmdlineConfigMap = std::unordered_map<std::string, BackendCmdlineConfig>;
constexpr int WILDCARD_DIM = -1, WILDCARD_SIZE = -1, INVALID_SIZE = -2, OVERFLOW_SIZE = -3;
constexpr int SCHEDULER_DEFAULT_NICE = 5;
enum Platform {
  PLATFORM_UNKNOWN,
  PLATFORM_TENSORRT_PLAN,
  PLATFORM_TENSORFLOW_GRAPHDEF,
  PLATFORM_TENSORFLOW_SAVEDMODEL,
  PLATFORM_ENSEMBLE,
  PLATFORM_ONNXRUNTIME_ONNX,
  PLATFORM_PYTORCH_LIBTORCH
};
template <class T> std::int64_t GetElementCount(const T& dims);
template <class T> std::int64_t GetByteSize(const T& tensor);
template <class T> std::int64_t GetByteSize(inference::DataType type, const T& dims);
template <class T> std::int64_t GetByteSize(int batch, inference::DataType type, const T& dims);
bool IsFixedSizeDataType(inference::DataType type);
std::size_t GetDataTypeByteSize(inference::DataType type);
int GetCpuNiceLevel(const inference::ModelConfig& config);
template <class A, class B> bool CompareDims(const A& a, const B& b);
template <class A, class B> bool CompareDimsWithWildcard(const A& a, const B& b);
template <class T> std::string DimsListToString(const T& dims, int start = 0);
const char* DataTypeToProtocolString(inference::DataType type);
inference::DataType ProtocolStringToDataType(const std::string& text);
inference::DataType ProtocolStringToDataType(const char* text, std::size_t size);
Platform GetPlatform(const std::string& text);
} // namespace common
} // namespace triton
#endif
