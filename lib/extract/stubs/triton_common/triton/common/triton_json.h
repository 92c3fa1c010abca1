// Stand-in for the JSON values of Triton's common library. As there, the user's macros name the status type.
#ifndef BURLER_STUB_TRITON_JSON
#define BURLER_STUB_TRITON_JSON
#include <cstdint>
#include <string>
#include <vector>
#ifndef TRITONJSON_STATUSTYPE
#define TRITONJSON_STATUSTYPE ::std::string
#endif
namespace triton {
namespace common {
template <class Status> class TritonJsonImpl {
public:
  enum class ValueType { OBJECT, ARRAY };
  class WriteBuffer {
  public:
    const char* Base() const;
    std::size_t Size() const;
    void Clear();
    std::string&& MoveContents();
    const std::string& Contents() const;
    std::string& MutableContents();
  };
  class Value {
  public:
    Value();
    explicit Value(ValueType type);
    Value(Value& document, ValueType type);
    Value(Value&& other);
    Value& operator=(Value&& other);
    Status Parse(const char* text, std::size_t size);
    Status Parse(const std::string& text);
    Status Write(WriteBuffer* buffer) const;
    Status PrettyWrite(WriteBuffer* buffer) const;
    Status Swap(Value& other);
    void Release();
    Status SetBool(bool);
    Status SetInt(std::int64_t);
    Status SetUInt(std::uint64_t);
    Status SetDouble(double);
    Status SetString(const std::string&);
    Status SetStringObject(const char* name, const std::string& value);
    Status Add(const char* name, Value&& value);
    Status AddString(const char* name, const std::string& value);
    Status AddString(const char* name, const char* value, std::size_t size);
    Status AddStringRef(const char* name, const char* value);
    Status AddStringRef(const char* name, const char* value, std::size_t size);
    Status AddBool(const char* name, bool value);
    Status AddInt(const char* name, std::int64_t value);
    Status AddUInt(const char* name, std::uint64_t value);
    Status AddDouble(const char* name, double value);
    Status Append(Value&& value);
    Status AppendString(const std::string& value);
    Status AppendStringRef(const char* value);
    Status AppendBool(bool value);
    Status AppendInt(std::int64_t value);
    Status AppendUInt(std::uint64_t value);
    Status AppendDouble(double value);
    bool IsNull() const;
    bool IsString() const;
    bool IsArray() const;
    bool IsObject() const;
    bool IsBool() const;
    bool IsInt() const;
    bool IsNumber() const;
    bool Find(const char* name) const;
    bool Find(const char* name, Value* value) const;
    Status Remove(const char* name);
    Status Members(std::vector<std::string>* names) const;
    std::size_t ArraySize() const;
    Status At(std::size_t index, Value* value) const;
    Status AsString(std::string* value) const;
    Status AsString(const char** value, std::size_t* size) const;
    Status AsBool(bool* value) const;
    Status AsInt(std::int64_t* value) const;
    Status AsUInt(std::uint64_t* value) const;
    Status AsDouble(double* value) const;
    Status MemberAsString(const char* name, std::string* value) const;
    Status MemberAsString(const char* name, const char** value, std::size_t* size) const;
    Status MemberAsBool(const char* name, bool* value) const;
    Status MemberAsInt(const char* name, std::int64_t* value) const;
    Status MemberAsUInt(const char* name, std::uint64_t* value) const;
    Status MemberAsDouble(const char* name, double* value) const;
    Status MemberAsArray(const char* name, Value* value) const;
    Status MemberAsObject(const char* name, Value* value) const;
    Status IndexAsString(std::size_t index, std::string* value) const;
    Status IndexAsString(std::size_t index, const char** value, std::size_t* size) const;
    Status IndexAsBool(std::size_t index, bool* value) const;
    Status IndexAsInt(std::size_t index, std::int64_t* value) const;
    Status IndexAsUInt(std::size_t index, std::uint64_t* value) const;
    Status IndexAsDouble(std::size_t index, double* value) const;
    Status IndexAsArray(std::size_t index, Value* value) const;
    Status IndexAsObject(std::size_t index, Value* value) const;
  };
};
using TritonJson = TritonJsonImpl<TRITONJSON_STATUSTYPE>;
} // namespace common
} // namespace triton
#endif
