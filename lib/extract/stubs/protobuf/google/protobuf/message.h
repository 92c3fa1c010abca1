// Stand-in for protobuf's runtime: messages, repeated fields, maps, text and JSON forms.
#ifndef BURLER_STUB_PROTOBUF
#define BURLER_STUB_PROTOBUF
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>
namespace google {
namespace protobuf {
using int32 = std::int32_t;
using int64 = std::int64_t;
using uint32 = std::uint32_t;
using uint64 = std::uint64_t;
using string = std::string;

class FieldDescriptor {
public:
  enum Type {
    TYPE_DOUBLE = 1,
    TYPE_FLOAT,
    TYPE_INT64,
    TYPE_UINT64,
    TYPE_INT32,
    TYPE_FIXED64,
    TYPE_FIXED32,
    TYPE_BOOL,
    TYPE_STRING,
    TYPE_GROUP,
    TYPE_MESSAGE,
    TYPE_BYTES,
    TYPE_UINT32,
    TYPE_ENUM,
    TYPE_SFIXED32,
    TYPE_SFIXED64,
    TYPE_SINT32,
    TYPE_SINT64
  };
  const std::string& name() const;
  const std::string& full_name() const;
  Type type() const;
  bool is_map() const;
  bool is_repeated() const;
};
class Descriptor {
public:
  const std::string& full_name() const;
  int field_count() const;
  const FieldDescriptor* field(int) const;
  const FieldDescriptor* FindFieldByName(const std::string&) const;
};
class Arena;
class Metadata {};
class Message;
class Reflection {
public:
  int FieldSize(const Message&, const FieldDescriptor*) const;
  bool HasField(const Message&, const FieldDescriptor*) const;
  const Message& GetMessage(const Message&, const FieldDescriptor*) const;
  const Message& GetRepeatedMessage(const Message&, const FieldDescriptor*, int) const;
  void ListFields(const Message&, std::vector<const FieldDescriptor*>*) const;
};
namespace io {
class CodedInputStream {
public:
  CodedInputStream(const std::uint8_t*, int);
  void SetTotalBytesLimit(int);
  void SetTotalBytesLimit(int, int);
};
} // namespace io
class MessageLite {
public:
  virtual ~MessageLite();
  bool ParseFromString(const std::string&);
  bool ParseFromArray(const void*, int);
  bool ParseFromCodedStream(io::CodedInputStream*);
  bool SerializeToString(std::string*) const;
  bool SerializeToArray(void*, int) const;
  std::string SerializeAsString() const;
  std::size_t ByteSizeLong() const;
  void Clear();
};
class Message : public MessageLite {
public:
  ~Message() override;
  const Descriptor* GetDescriptor() const;
  const Reflection* GetReflection() const;
  std::string DebugString() const;
  std::string ShortDebugString() const;
};

template <class T> class RepeatedField : public std::vector<T> {
public:
  using std::vector<T>::vector;
  const T& Get(int) const;
  void Set(int, const T&);
  void Add(const T&);
  T* Mutable(int);
  void Reserve(int);
  void Clear();
  void CopyFrom(const RepeatedField&);
  void MergeFrom(const RepeatedField&);
};
template <class T> class RepeatedPtrField : public std::vector<T> {
public:
  using std::vector<T>::vector;
  const T& Get(int) const;
  T* Add();
  T* Mutable(int);
  void Reserve(int);
  void RemoveLast();
  void Clear();
  void CopyFrom(const RepeatedPtrField&);
  void MergeFrom(const RepeatedPtrField&);
};
template <class K, class V> class Map : public std::unordered_map<K, V> {
public:
  using std::unordered_map<K, V>::unordered_map;
};

class TextFormat {
public:
  static bool ParseFromString(const std::string&, Message*);
  static bool PrintToString(const Message&, std::string*);
};
namespace util {
class Status {
public:
  bool ok() const;
  std::string ToString() const;
  std::string message() const;
};
struct JsonPrintOptions {
  bool add_whitespace, preserve_proto_field_names, always_print_primitive_fields,
      always_print_fields_with_no_presence;
};
struct JsonParseOptions {
  bool ignore_unknown_fields, case_insensitive_enum_parsing;
};
Status MessageToJsonString(const Message&, std::string*);
Status MessageToJsonString(const Message&, std::string*, const JsonPrintOptions&);
Status JsonStringToMessage(const std::string&, Message*);
Status JsonStringToMessage(const std::string&, Message*, const JsonParseOptions&);
class MessageDifferencer {
public:
  static bool Equals(const Message&, const Message&);
  static bool Equivalent(const Message&, const Message&);
  void IgnoreField(const FieldDescriptor*);
  bool Compare(const Message&, const Message&);
};
} // namespace util
} // namespace protobuf
} // namespace google
#endif
