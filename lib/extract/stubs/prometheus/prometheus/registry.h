// Stand-in for prometheus-cpp: metrics, families and the registry, each safe to use from several threads.
#ifndef BURLER_STUB_PROMETHEUS
#define BURLER_STUB_PROMETHEUS
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>
namespace prometheus {
using Labels = std::map<std::string, std::string>;
struct ClientMetric {
  struct Label {
    std::string name, value;
  };
  std::vector<Label> label;
};
enum class MetricType { Counter, Gauge, Summary, Untyped, Histogram, Info };
struct MetricFamily {
  std::string name, help;
  MetricType type;
  std::vector<ClientMetric> metric;
};
class Collectable {
public:
  virtual ~Collectable() = default;
  virtual std::vector<MetricFamily> Collect() const = 0;
};
class Counter {
public:
  void Increment();
  void Increment(double by);
  double Value() const;
  ClientMetric Collect() const;
};
class Gauge {
public:
  void Increment();
  void Increment(double by);
  void Decrement();
  void Decrement(double by);
  void Set(double value);
  void SetToCurrentTime();
  double Value() const;
  ClientMetric Collect() const;
};
class Summary {
public:
  struct Quantile {
    Quantile(double quantile, double error);
  };
  using Quantiles = std::vector<Quantile>;
  void Observe(double value);
  ClientMetric Collect() const;
};
class Histogram {
public:
  using BucketBoundaries = std::vector<double>;
  void Observe(double value);
  ClientMetric Collect() const;
};
template <class T> class Family : public Collectable {
public:
  template <class... Arguments> T& Add(const Labels& labels, Arguments&&... arguments);
  void Remove(T* metric);
  bool Has(const Labels& labels) const;
  const std::string& GetName() const;
  std::vector<MetricFamily> Collect() const override;
};
class Registry : public Collectable {
public:
  std::vector<MetricFamily> Collect() const override;
};
template <class T> class FamilyBuilder {
public:
  FamilyBuilder& Name(const std::string& name);
  FamilyBuilder& Help(const std::string& help);
  FamilyBuilder& Labels(const std::map<std::string, std::string>& labels);
  Family<T>& Register(Registry& registry);
};
FamilyBuilder<Counter> BuildCounter();
FamilyBuilder<Gauge> BuildGauge();
FamilyBuilder<Summary> BuildSummary();
FamilyBuilder<Histogram> BuildHistogram();
class Serializer {
public:
  virtual ~Serializer() = default;
  std::string Serialize(const std::vector<MetricFamily>& families) const;
};
class TextSerializer : public Serializer {};
namespace detail {
struct LabelHasher {
  std::size_t operator()(const Labels& labels) const;
};
} // namespace detail
} // namespace prometheus
#endif
