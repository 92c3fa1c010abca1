// Stand-in for the model configuration that protobuf generates for Triton: the accessors of its messages.
#ifndef BURLER_STUB_TRITON_MODEL_CONFIG_PB
#define BURLER_STUB_TRITON_MODEL_CONFIG_PB
#include <cstdint>
#include <google/protobuf/map.h>
#include <google/protobuf/message.h>
#include <google/protobuf/repeated_field.h>
#include <map>
#include <string>
#define BURLER_MESSAGE(type)                                                                                 \
  type();                                                                                                    \
  type(const type&);                                                                                         \
  type(type&&);                                                                                              \
  type& operator=(const type&);                                                                              \
  type& operator=(type&&);                                                                                   \
  ~type() override;                                                                                          \
  ::google::protobuf::Message* New(::google::protobuf::Arena*) const;                                        \
  int GetCachedSize() const;                                                                                 \
  ::google::protobuf::Metadata GetMetadata() const;                                                          \
  void Swap(type* other);                                                                                    \
  void CopyFrom(const type&);                                                                                \
  void MergeFrom(const type&);                                                                               \
  static const type& default_instance();
#define BURLER_VALUE(type, name)                                                                             \
  type name() const;                                                                                         \
  void set_##name(type);                                                                                     \
  void clear_##name();                                                                                       \
  bool has_##name() const;
#define BURLER_TEXT(name)                                                                                    \
  const std::string& name() const;                                                                           \
  void set_##name(const std::string&);                                                                       \
  std::string* mutable_##name();                                                                             \
  void clear_##name();                                                                                       \
  bool has_##name() const;
#define BURLER_PART(type, name)                                                                              \
  const type& name() const;                                                                                  \
  type* mutable_##name();                                                                                    \
  void clear_##name();                                                                                       \
  bool has_##name() const;
#define BURLER_VALUES(type, name)                                                                            \
  const ::google::protobuf::RepeatedField<type>& name() const;                                               \
  type name(int) const;                                                                                      \
  ::google::protobuf::RepeatedField<type>* mutable_##name();                                                 \
  void set_##name(int, type);                                                                                \
  void add_##name(type);                                                                                     \
  int name##_size() const;                                                                                   \
  void clear_##name();
#define BURLER_TEXTS(name)                                                                                   \
  const ::google::protobuf::RepeatedPtrField<std::string>& name() const;                                     \
  const std::string& name(int) const;                                                                        \
  ::google::protobuf::RepeatedPtrField<std::string>* mutable_##name();                                       \
  std::string* mutable_##name(int);                                                                          \
  void add_##name(const std::string&);                                                                       \
  std::string* add_##name();                                                                                 \
  int name##_size() const;                                                                                   \
  void clear_##name();
#define BURLER_PARTS(type, name)                                                                             \
  const ::google::protobuf::RepeatedPtrField<type>& name() const;                                            \
  const type& name(int) const;                                                                               \
  ::google::protobuf::RepeatedPtrField<type>* mutable_##name();                                              \
  type* mutable_##name(int);                                                                                 \
  type* add_##name();                                                                                        \
  int name##_size() const;                                                                                   \
  void clear_##name();
#define BURLER_MAP(key, type, name)                                                                          \
  const ::google::protobuf::Map<key, type>& name() const;                                                    \
  ::google::protobuf::Map<key, type>* mutable_##name();                                                      \
  int name##_size() const;                                                                                   \
  void clear_##name();
namespace inference {
/// Releases differ in the type of the key.
template <class V> class AnyKey : public ::google::protobuf::Map<std::uint64_t, V> {
public:
  template <class K> operator const ::google::protobuf::Map<K, V>&() const;
};
enum DataType : int {
  TYPE_INVALID,
  TYPE_BOOL,
  TYPE_UINT8,
  TYPE_UINT16,
  TYPE_UINT32,
  TYPE_UINT64,
  TYPE_INT8,
  TYPE_INT16,
  TYPE_INT32,
  TYPE_INT64,
  TYPE_FP16,
  TYPE_FP32,
  TYPE_FP64,
  TYPE_STRING,
  TYPE_BF16
};
const std::string& DataType_Name(DataType);
bool DataType_Parse(const std::string&, DataType*);
enum ModelInstanceGroup_Kind : int {
  ModelInstanceGroup_KIND_AUTO,
  ModelInstanceGroup_KIND_GPU,
  ModelInstanceGroup_KIND_CPU,
  ModelInstanceGroup_KIND_MODEL
};
const std::string& ModelInstanceGroup_Kind_Name(ModelInstanceGroup_Kind);
bool ModelInstanceGroup_Kind_Parse(const std::string&, ModelInstanceGroup_Kind*);
enum ModelInstanceGroup_SecondaryDevice_SecondaryDeviceKind : int {
  ModelInstanceGroup_SecondaryDevice_KIND_NVDLA
};
const std::string& ModelInstanceGroup_SecondaryDevice_SecondaryDeviceKind_Name(
    ModelInstanceGroup_SecondaryDevice_SecondaryDeviceKind);
bool ModelInstanceGroup_SecondaryDevice_SecondaryDeviceKind_Parse(
    const std::string&, ModelInstanceGroup_SecondaryDevice_SecondaryDeviceKind*);
enum ModelInput_Format : int { ModelInput_FORMAT_NONE, ModelInput_FORMAT_NHWC, ModelInput_FORMAT_NCHW };
const std::string& ModelInput_Format_Name(ModelInput_Format);
bool ModelInput_Format_Parse(const std::string&, ModelInput_Format*);
enum BatchInput_Kind : int {
  BatchInput_BATCH_ELEMENT_COUNT,
  BatchInput_BATCH_ACCUMULATED_ELEMENT_COUNT,
  BatchInput_BATCH_ACCUMULATED_ELEMENT_COUNT_WITH_ZERO,
  BatchInput_BATCH_MAX_ELEMENT_COUNT_AS_SHAPE,
  BatchInput_BATCH_ITEM_SHAPE,
  BatchInput_BATCH_ITEM_SHAPE_FLATTEN
};
const std::string& BatchInput_Kind_Name(BatchInput_Kind);
bool BatchInput_Kind_Parse(const std::string&, BatchInput_Kind*);
enum BatchOutput_Kind : int { BatchOutput_BATCH_SCATTER_WITH_INPUT_SHAPE };
const std::string& BatchOutput_Kind_Name(BatchOutput_Kind);
bool BatchOutput_Kind_Parse(const std::string&, BatchOutput_Kind*);
enum ModelOptimizationPolicy_ModelPriority : int {
  ModelOptimizationPolicy_PRIORITY_DEFAULT,
  ModelOptimizationPolicy_PRIORITY_MAX,
  ModelOptimizationPolicy_PRIORITY_MIN
};
const std::string& ModelOptimizationPolicy_ModelPriority_Name(ModelOptimizationPolicy_ModelPriority);
bool ModelOptimizationPolicy_ModelPriority_Parse(const std::string&, ModelOptimizationPolicy_ModelPriority*);
enum ModelQueuePolicy_TimeoutAction : int { ModelQueuePolicy_REJECT, ModelQueuePolicy_DELAY };
const std::string& ModelQueuePolicy_TimeoutAction_Name(ModelQueuePolicy_TimeoutAction);
bool ModelQueuePolicy_TimeoutAction_Parse(const std::string&, ModelQueuePolicy_TimeoutAction*);
enum ModelSequenceBatching_Control_Kind : int {
  ModelSequenceBatching_Control_CONTROL_SEQUENCE_START,
  ModelSequenceBatching_Control_CONTROL_SEQUENCE_READY,
  ModelSequenceBatching_Control_CONTROL_SEQUENCE_END,
  ModelSequenceBatching_Control_CONTROL_SEQUENCE_CORRID
};
const std::string& ModelSequenceBatching_Control_Kind_Name(ModelSequenceBatching_Control_Kind);
bool ModelSequenceBatching_Control_Kind_Parse(const std::string&, ModelSequenceBatching_Control_Kind*);
class ModelRateLimiter;
class ModelRateLimiter_Resource;
class ModelInstanceGroup;
class ModelInstanceGroup_SecondaryDevice;
class ModelTensorReshape;
class ModelInput;
class ModelOutput;
class BatchInput;
class BatchOutput;
class ModelVersionPolicy;
class ModelVersionPolicy_Latest;
class ModelVersionPolicy_All;
class ModelVersionPolicy_Specific;
class ModelOptimizationPolicy;
class ModelOptimizationPolicy_Graph;
class ModelOptimizationPolicy_Cuda;
class ModelOptimizationPolicy_Cuda_GraphSpec;
class ModelOptimizationPolicy_Cuda_GraphSpec_Shape;
class ModelOptimizationPolicy_Cuda_GraphSpec_LowerBound;
class ModelOptimizationPolicy_ExecutionAccelerators;
class ModelOptimizationPolicy_ExecutionAccelerators_Accelerator;
class ModelOptimizationPolicy_PinnedMemoryBuffer;
class ModelQueuePolicy;
class ModelDynamicBatching;
class ModelSequenceBatching;
class ModelSequenceBatching_Control;
class ModelSequenceBatching_ControlInput;
class ModelSequenceBatching_InitialState;
class ModelSequenceBatching_State;
class ModelSequenceBatching_StrategyDirect;
class ModelSequenceBatching_StrategyOldest;
class ModelEnsembling;
class ModelEnsembling_Step;
class ModelParameter;
class ModelWarmup;
class ModelWarmup_Input;
class ModelOperations;
class ModelTransactionPolicy;
class ModelRepositoryAgents;
class ModelRepositoryAgents_Agent;
class ModelResponseCache;
class ModelMetrics;
class ModelMetrics_MetricControl;
class ModelMetrics_MetricControl_MetricIdentifier;
class ModelMetrics_MetricControl_HistogramOptions;
class ModelConfig;
class ModelRateLimiter_Resource : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelRateLimiter_Resource)
  BURLER_TEXT(name)
  BURLER_VALUE(bool, global)
  BURLER_VALUE(std::uint32_t, count)
};
class ModelRateLimiter : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelRateLimiter)
  using Resource = ModelRateLimiter_Resource;
  BURLER_PARTS(ModelRateLimiter_Resource, resources)
  BURLER_VALUE(std::uint32_t, priority)
};
class ModelInstanceGroup_SecondaryDevice : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelInstanceGroup_SecondaryDevice)
  using SecondaryDeviceKind = ModelInstanceGroup_SecondaryDevice_SecondaryDeviceKind;
  static constexpr SecondaryDeviceKind KIND_NVDLA = ModelInstanceGroup_SecondaryDevice_KIND_NVDLA;
  static const std::string& SecondaryDeviceKind_Name(SecondaryDeviceKind);
  static bool SecondaryDeviceKind_Parse(const std::string&, SecondaryDeviceKind*);
  BURLER_VALUE(ModelInstanceGroup_SecondaryDevice_SecondaryDeviceKind, kind)
  BURLER_VALUE(std::int64_t, device_id)
};
class ModelInstanceGroup : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelInstanceGroup)
  using SecondaryDevice = ModelInstanceGroup_SecondaryDevice;
  using Kind = ModelInstanceGroup_Kind;
  static constexpr Kind KIND_AUTO = ModelInstanceGroup_KIND_AUTO;
  static constexpr Kind KIND_GPU = ModelInstanceGroup_KIND_GPU;
  static constexpr Kind KIND_CPU = ModelInstanceGroup_KIND_CPU;
  static constexpr Kind KIND_MODEL = ModelInstanceGroup_KIND_MODEL;
  static const std::string& Kind_Name(Kind);
  static bool Kind_Parse(const std::string&, Kind*);
  BURLER_TEXT(name)
  BURLER_VALUE(ModelInstanceGroup_Kind, kind)
  BURLER_VALUE(std::int32_t, count)
  BURLER_PART(ModelRateLimiter, rate_limiter)
  BURLER_VALUES(std::int32_t, gpus)
  BURLER_PARTS(ModelInstanceGroup_SecondaryDevice, secondary_devices)
  BURLER_TEXTS(profile)
  BURLER_VALUE(bool, passive)
  BURLER_TEXT(host_policy)
};
class ModelTensorReshape : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelTensorReshape)
  BURLER_VALUES(std::int64_t, shape)
};
class ModelInput : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelInput)
  using Format = ModelInput_Format;
  static constexpr Format FORMAT_NONE = ModelInput_FORMAT_NONE;
  static constexpr Format FORMAT_NHWC = ModelInput_FORMAT_NHWC;
  static constexpr Format FORMAT_NCHW = ModelInput_FORMAT_NCHW;
  static const std::string& Format_Name(Format);
  static bool Format_Parse(const std::string&, Format*);
  BURLER_TEXT(name)
  BURLER_VALUE(DataType, data_type)
  BURLER_VALUE(ModelInput_Format, format)
  BURLER_VALUES(std::int64_t, dims)
  BURLER_PART(ModelTensorReshape, reshape)
  BURLER_VALUE(bool, is_shape_tensor)
  BURLER_VALUE(bool, allow_ragged_batch)
  BURLER_VALUE(bool, optional)
  BURLER_VALUE(bool, is_non_linear_format_io)
};
class ModelOutput : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelOutput)
  BURLER_TEXT(name)
  BURLER_VALUE(DataType, data_type)
  BURLER_VALUES(std::int64_t, dims)
  BURLER_PART(ModelTensorReshape, reshape)
  BURLER_TEXT(label_filename)
  BURLER_VALUE(bool, is_shape_tensor)
  BURLER_VALUE(bool, is_non_linear_format_io)
};
class BatchInput : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(BatchInput)
  using Kind = BatchInput_Kind;
  static constexpr Kind BATCH_ELEMENT_COUNT = BatchInput_BATCH_ELEMENT_COUNT;
  static constexpr Kind BATCH_ACCUMULATED_ELEMENT_COUNT = BatchInput_BATCH_ACCUMULATED_ELEMENT_COUNT;
  static constexpr Kind BATCH_ACCUMULATED_ELEMENT_COUNT_WITH_ZERO =
      BatchInput_BATCH_ACCUMULATED_ELEMENT_COUNT_WITH_ZERO;
  static constexpr Kind BATCH_MAX_ELEMENT_COUNT_AS_SHAPE = BatchInput_BATCH_MAX_ELEMENT_COUNT_AS_SHAPE;
  static constexpr Kind BATCH_ITEM_SHAPE = BatchInput_BATCH_ITEM_SHAPE;
  static constexpr Kind BATCH_ITEM_SHAPE_FLATTEN = BatchInput_BATCH_ITEM_SHAPE_FLATTEN;
  static const std::string& Kind_Name(Kind);
  static bool Kind_Parse(const std::string&, Kind*);
  BURLER_VALUE(BatchInput_Kind, kind)
  BURLER_TEXTS(target_name)
  BURLER_VALUE(DataType, data_type)
  BURLER_TEXTS(source_input)
};
class BatchOutput : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(BatchOutput)
  using Kind = BatchOutput_Kind;
  static constexpr Kind BATCH_SCATTER_WITH_INPUT_SHAPE = BatchOutput_BATCH_SCATTER_WITH_INPUT_SHAPE;
  static const std::string& Kind_Name(Kind);
  static bool Kind_Parse(const std::string&, Kind*);
  BURLER_TEXTS(target_name)
  BURLER_VALUE(BatchOutput_Kind, kind)
  BURLER_TEXTS(source_input)
};
class ModelVersionPolicy_Latest : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelVersionPolicy_Latest)
  BURLER_VALUE(std::uint32_t, num_versions)
};
class ModelVersionPolicy_All : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelVersionPolicy_All)
};
class ModelVersionPolicy_Specific : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelVersionPolicy_Specific)
  BURLER_VALUES(std::int64_t, versions)
};
class ModelVersionPolicy : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelVersionPolicy)
  using Latest = ModelVersionPolicy_Latest;
  using All = ModelVersionPolicy_All;
  using Specific = ModelVersionPolicy_Specific;
  enum PolicyChoiceCase { kLatest, kAll, kSpecific, POLICY_CHOICE_NOT_SET };
  PolicyChoiceCase policy_choice_case() const;
  BURLER_PART(ModelVersionPolicy_Latest, latest)
  BURLER_PART(ModelVersionPolicy_All, all)
  BURLER_PART(ModelVersionPolicy_Specific, specific)
};
class ModelOptimizationPolicy_Graph : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelOptimizationPolicy_Graph)
  BURLER_VALUE(std::int32_t, level)
};
class ModelOptimizationPolicy_Cuda_GraphSpec_Shape : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelOptimizationPolicy_Cuda_GraphSpec_Shape)
  BURLER_VALUES(std::int64_t, dim)
};
class ModelOptimizationPolicy_Cuda_GraphSpec_LowerBound : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelOptimizationPolicy_Cuda_GraphSpec_LowerBound)
  BURLER_VALUE(std::int32_t, batch_size)
  BURLER_MAP(std::string, ModelOptimizationPolicy_Cuda_GraphSpec_Shape, input)
};
class ModelOptimizationPolicy_Cuda_GraphSpec : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelOptimizationPolicy_Cuda_GraphSpec)
  using Shape = ModelOptimizationPolicy_Cuda_GraphSpec_Shape;
  using LowerBound = ModelOptimizationPolicy_Cuda_GraphSpec_LowerBound;
  BURLER_VALUE(std::int32_t, batch_size)
  BURLER_MAP(std::string, ModelOptimizationPolicy_Cuda_GraphSpec_Shape, input)
  BURLER_PART(ModelOptimizationPolicy_Cuda_GraphSpec_LowerBound, graph_lower_bound)
};
class ModelOptimizationPolicy_Cuda : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelOptimizationPolicy_Cuda)
  using GraphSpec = ModelOptimizationPolicy_Cuda_GraphSpec;
  BURLER_VALUE(bool, graphs)
  BURLER_VALUE(bool, busy_wait_events)
  BURLER_PARTS(ModelOptimizationPolicy_Cuda_GraphSpec, graph_spec)
  BURLER_VALUE(bool, output_copy_stream)
};
class ModelOptimizationPolicy_ExecutionAccelerators_Accelerator : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelOptimizationPolicy_ExecutionAccelerators_Accelerator)
  BURLER_TEXT(name)
  BURLER_MAP(std::string, std::string, parameters)
};
class ModelOptimizationPolicy_ExecutionAccelerators : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelOptimizationPolicy_ExecutionAccelerators)
  using Accelerator = ModelOptimizationPolicy_ExecutionAccelerators_Accelerator;
  BURLER_PARTS(ModelOptimizationPolicy_ExecutionAccelerators_Accelerator, gpu_execution_accelerator)
  BURLER_PARTS(ModelOptimizationPolicy_ExecutionAccelerators_Accelerator, cpu_execution_accelerator)
};
class ModelOptimizationPolicy_PinnedMemoryBuffer : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelOptimizationPolicy_PinnedMemoryBuffer)
  BURLER_VALUE(bool, enable)
};
class ModelOptimizationPolicy : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelOptimizationPolicy)
  using Graph = ModelOptimizationPolicy_Graph;
  using Cuda = ModelOptimizationPolicy_Cuda;
  using ExecutionAccelerators = ModelOptimizationPolicy_ExecutionAccelerators;
  using PinnedMemoryBuffer = ModelOptimizationPolicy_PinnedMemoryBuffer;
  using ModelPriority = ModelOptimizationPolicy_ModelPriority;
  static constexpr ModelPriority PRIORITY_DEFAULT = ModelOptimizationPolicy_PRIORITY_DEFAULT;
  static constexpr ModelPriority PRIORITY_MAX = ModelOptimizationPolicy_PRIORITY_MAX;
  static constexpr ModelPriority PRIORITY_MIN = ModelOptimizationPolicy_PRIORITY_MIN;
  static const std::string& ModelPriority_Name(ModelPriority);
  static bool ModelPriority_Parse(const std::string&, ModelPriority*);
  BURLER_PART(ModelOptimizationPolicy_Graph, graph)
  BURLER_VALUE(ModelOptimizationPolicy_ModelPriority, priority)
  BURLER_PART(ModelOptimizationPolicy_Cuda, cuda)
  BURLER_PART(ModelOptimizationPolicy_ExecutionAccelerators, execution_accelerators)
  BURLER_PART(ModelOptimizationPolicy_PinnedMemoryBuffer, input_pinned_memory)
  BURLER_PART(ModelOptimizationPolicy_PinnedMemoryBuffer, output_pinned_memory)
  BURLER_VALUE(std::uint32_t, gather_kernel_buffer_threshold)
  BURLER_VALUE(bool, eager_batching)
};
class ModelQueuePolicy : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelQueuePolicy)
  using TimeoutAction = ModelQueuePolicy_TimeoutAction;
  static constexpr TimeoutAction REJECT = ModelQueuePolicy_REJECT;
  static constexpr TimeoutAction DELAY = ModelQueuePolicy_DELAY;
  static const std::string& TimeoutAction_Name(TimeoutAction);
  static bool TimeoutAction_Parse(const std::string&, TimeoutAction*);
  BURLER_VALUE(ModelQueuePolicy_TimeoutAction, timeout_action)
  BURLER_VALUE(std::uint64_t, default_timeout_microseconds)
  BURLER_VALUE(bool, allow_timeout_override)
  BURLER_VALUE(std::uint32_t, max_queue_size)
};
class ModelDynamicBatching : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelDynamicBatching)
  BURLER_VALUES(std::int32_t, preferred_batch_size)
  BURLER_VALUE(std::uint64_t, max_queue_delay_microseconds)
  BURLER_VALUE(bool, preserve_ordering)
  BURLER_VALUE(std::uint64_t, priority_levels)
  BURLER_VALUE(std::uint64_t, default_priority_level)
  BURLER_PART(ModelQueuePolicy, default_queue_policy)
  const AnyKey<ModelQueuePolicy>& priority_queue_policy() const;
  AnyKey<ModelQueuePolicy>* mutable_priority_queue_policy();
  int priority_queue_policy_size() const;
};
class ModelSequenceBatching_Control : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelSequenceBatching_Control)
  using Kind = ModelSequenceBatching_Control_Kind;
  static constexpr Kind CONTROL_SEQUENCE_START = ModelSequenceBatching_Control_CONTROL_SEQUENCE_START;
  static constexpr Kind CONTROL_SEQUENCE_READY = ModelSequenceBatching_Control_CONTROL_SEQUENCE_READY;
  static constexpr Kind CONTROL_SEQUENCE_END = ModelSequenceBatching_Control_CONTROL_SEQUENCE_END;
  static constexpr Kind CONTROL_SEQUENCE_CORRID = ModelSequenceBatching_Control_CONTROL_SEQUENCE_CORRID;
  static const std::string& Kind_Name(Kind);
  static bool Kind_Parse(const std::string&, Kind*);
  BURLER_VALUE(ModelSequenceBatching_Control_Kind, kind)
  BURLER_VALUES(std::int32_t, int32_false_true)
  BURLER_VALUES(float, fp32_false_true)
  BURLER_VALUES(bool, bool_false_true)
  BURLER_VALUE(DataType, data_type)
};
class ModelSequenceBatching_ControlInput : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelSequenceBatching_ControlInput)
  BURLER_TEXT(name)
  BURLER_PARTS(ModelSequenceBatching_Control, control)
};
class ModelSequenceBatching_InitialState : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelSequenceBatching_InitialState)
  enum StateDataCase { kZeroData, kDataFile, STATE_DATA_NOT_SET };
  StateDataCase state_data_case() const;
  BURLER_VALUE(DataType, data_type)
  BURLER_VALUES(std::int64_t, dims)
  BURLER_VALUE(bool, zero_data)
  BURLER_TEXT(data_file)
  BURLER_TEXT(name)
};
class ModelSequenceBatching_State : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelSequenceBatching_State)
  BURLER_TEXT(input_name)
  BURLER_TEXT(output_name)
  BURLER_VALUE(DataType, data_type)
  BURLER_VALUES(std::int64_t, dims)
  BURLER_PARTS(ModelSequenceBatching_InitialState, initial_state)
  BURLER_VALUE(bool, use_same_buffer_for_input_output)
  BURLER_VALUE(bool, use_growable_memory)
};
class ModelSequenceBatching_StrategyDirect : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelSequenceBatching_StrategyDirect)
  BURLER_VALUE(std::uint64_t, max_queue_delay_microseconds)
  BURLER_VALUE(float, minimum_slot_utilization)
};
class ModelSequenceBatching_StrategyOldest : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelSequenceBatching_StrategyOldest)
  BURLER_VALUE(std::int32_t, max_candidate_sequences)
  BURLER_VALUES(std::int32_t, preferred_batch_size)
  BURLER_VALUE(std::uint64_t, max_queue_delay_microseconds)
  BURLER_VALUE(bool, preserve_ordering)
};
class ModelSequenceBatching : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelSequenceBatching)
  using Control = ModelSequenceBatching_Control;
  using ControlInput = ModelSequenceBatching_ControlInput;
  using InitialState = ModelSequenceBatching_InitialState;
  using State = ModelSequenceBatching_State;
  using StrategyDirect = ModelSequenceBatching_StrategyDirect;
  using StrategyOldest = ModelSequenceBatching_StrategyOldest;
  enum StrategyChoiceCase { kDirect, kOldest, STRATEGY_CHOICE_NOT_SET };
  StrategyChoiceCase strategy_choice_case() const;
  BURLER_PART(ModelSequenceBatching_StrategyDirect, direct)
  BURLER_PART(ModelSequenceBatching_StrategyOldest, oldest)
  BURLER_VALUE(std::uint64_t, max_sequence_idle_microseconds)
  BURLER_PARTS(ModelSequenceBatching_ControlInput, control_input)
  BURLER_PARTS(ModelSequenceBatching_State, state)
  BURLER_VALUE(bool, iterative_sequence)
};
class ModelEnsembling_Step : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelEnsembling_Step)
  BURLER_TEXT(model_name)
  BURLER_VALUE(std::int64_t, model_version)
  BURLER_MAP(std::string, std::string, input_map)
  BURLER_MAP(std::string, std::string, output_map)
  BURLER_TEXT(model_namespace)
};
class ModelEnsembling : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelEnsembling)
  using Step = ModelEnsembling_Step;
  BURLER_PARTS(ModelEnsembling_Step, step)
  BURLER_VALUE(std::uint32_t, max_inflight_requests)
};
class ModelParameter : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelParameter)
  BURLER_TEXT(string_value)
};
class ModelWarmup_Input : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelWarmup_Input)
  enum InputDataTypeCase { kZeroData, kRandomData, kInputDataFile, INPUT_DATA_TYPE_NOT_SET };
  InputDataTypeCase input_data_type_case() const;
  BURLER_VALUE(DataType, data_type)
  BURLER_VALUES(std::int64_t, dims)
  BURLER_VALUE(bool, zero_data)
  BURLER_VALUE(bool, random_data)
  BURLER_TEXT(input_data_file)
};
class ModelWarmup : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelWarmup)
  using Input = ModelWarmup_Input;
  BURLER_TEXT(name)
  BURLER_VALUE(std::uint32_t, batch_size)
  BURLER_MAP(std::string, ModelWarmup_Input, inputs)
  BURLER_VALUE(std::uint32_t, count)
};
class ModelOperations : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelOperations)
  BURLER_TEXTS(op_library_filename)
};
class ModelTransactionPolicy : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelTransactionPolicy)
  BURLER_VALUE(bool, decoupled)
};
class ModelRepositoryAgents_Agent : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelRepositoryAgents_Agent)
  BURLER_TEXT(name)
  BURLER_MAP(std::string, std::string, parameters)
};
class ModelRepositoryAgents : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelRepositoryAgents)
  using Agent = ModelRepositoryAgents_Agent;
  BURLER_PARTS(ModelRepositoryAgents_Agent, agents)
};
class ModelResponseCache : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelResponseCache)
  BURLER_VALUE(bool, enable)
};
class ModelMetrics_MetricControl_MetricIdentifier : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelMetrics_MetricControl_MetricIdentifier)
  BURLER_TEXT(family)
};
class ModelMetrics_MetricControl_HistogramOptions : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelMetrics_MetricControl_HistogramOptions)
  BURLER_VALUES(double, buckets)
};
class ModelMetrics_MetricControl : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelMetrics_MetricControl)
  using MetricIdentifier = ModelMetrics_MetricControl_MetricIdentifier;
  using HistogramOptions = ModelMetrics_MetricControl_HistogramOptions;
  enum MetricOptionsCase { kHistogramOptions, METRIC_OPTIONS_NOT_SET };
  MetricOptionsCase metric_options_case() const;
  BURLER_PART(ModelMetrics_MetricControl_MetricIdentifier, metric_identifier)
  BURLER_PART(ModelMetrics_MetricControl_HistogramOptions, histogram_options)
};
class ModelMetrics : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelMetrics)
  using MetricControl = ModelMetrics_MetricControl;
  BURLER_PARTS(ModelMetrics_MetricControl, metric_control)
};
class ModelConfig : public ::google::protobuf::Message {
public:
  BURLER_MESSAGE(ModelConfig)
  enum SchedulingChoiceCase {
    kDynamicBatching,
    kSequenceBatching,
    kEnsembleScheduling,
    SCHEDULING_CHOICE_NOT_SET
  };
  SchedulingChoiceCase scheduling_choice_case() const;
  BURLER_TEXT(name)
  BURLER_TEXT(platform)
  BURLER_TEXT(backend)
  BURLER_TEXT(runtime)
  BURLER_PART(ModelVersionPolicy, version_policy)
  BURLER_VALUE(std::int32_t, max_batch_size)
  BURLER_PARTS(ModelInput, input)
  BURLER_PARTS(ModelOutput, output)
  BURLER_PARTS(BatchInput, batch_input)
  BURLER_PARTS(BatchOutput, batch_output)
  BURLER_PART(ModelOptimizationPolicy, optimization)
  BURLER_PART(ModelDynamicBatching, dynamic_batching)
  BURLER_PART(ModelSequenceBatching, sequence_batching)
  BURLER_PART(ModelEnsembling, ensemble_scheduling)
  BURLER_PARTS(ModelInstanceGroup, instance_group)
  BURLER_TEXT(default_model_filename)
  BURLER_MAP(std::string, std::string, cc_model_filenames)
  BURLER_MAP(std::string, std::string, metric_tags)
  BURLER_MAP(std::string, ModelParameter, parameters)
  BURLER_PARTS(ModelWarmup, model_warmup)
  BURLER_PART(ModelOperations, model_operations)
  BURLER_PART(ModelTransactionPolicy, model_transaction_policy)
  BURLER_PART(ModelRepositoryAgents, model_repository_agents)
  BURLER_PART(ModelResponseCache, response_cache)
  BURLER_PART(ModelMetrics, model_metrics)
};
} // namespace inference
#undef BURLER_MESSAGE
#undef BURLER_VALUE
#undef BURLER_TEXT
#undef BURLER_PART
#undef BURLER_VALUES
#undef BURLER_TEXTS
#undef BURLER_PARTS
#undef BURLER_MAP
#endif
