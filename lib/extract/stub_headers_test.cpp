#include "extract/compile_database.h"
#include "extract/snippet_test.h"
#include "extract/worker_pool.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace burler::extract {
namespace {

summary::TranslationUnit read(const std::string& text, StubUse use = StubUse::automatic) {
  const auto model = model::load_models({});
  FrontendOptions options;
  options.clang_path = find_clang();
  options.cuda_stubs = find_cuda_stubs();
  options.stubs = find_stubs();
  options.stubs.use = use;
  options.in_memory = text;
  return extract_unit({"/", "/snippet/main.cpp", {"c++", "-std=c++20", "/snippet/main.cpp"}}, *model,
                      options);
}

bool has(const Events& lines, const std::string& start) {
  return std::any_of(lines.begin(), lines.end(), [&](const auto& line) { return line.starts_with(start); });
}

TEST(Stubs, EveryLibraryParses) {
  const auto unit = read(R"(
    #include <glog/logging.h>
    #include <gflags/gflags.h>
    #include <infiniband/verbs.h>
    #include <mpi.h>
    #include <nccl.h>
    #include <uv.h>
    #include <Python.h>
    #include <pybind11/pybind11.h>
    #include <pybind11/stl.h>
    #include <torch/extension.h>
    #include <c10/cuda/CUDAStream.h>
    #include <absl/synchronization/mutex.h>
    #include <boost/core/span.hpp>
    #include <prometheus/counter.h>
    #include <triton/common/model_config.h>
    #include <triton/common/triton_json.h>
    #include <cuda.h>
    #include <cuda_runtime.h>
    #include <cublas_v2.h>
    #include <cudnn.h>
    DEFINE_int32(layers, 32, "layers");
    absl::Mutex mutex;
    at::Tensor cache;
    void append(at::Tensor next) {
      absl::MutexLock lock(&mutex);
      CHECK(next.defined()) << "no tensor";
      cache = at::cat({cache, next}, 0);
    }
    PYBIND11_MODULE(engine, m) { m.def("append", &append, pybind11::call_guard<pybind11::gil_scoped_release>()); })");
  EXPECT_TRUE(unit.errors.empty()) << unit.errors.front();
  EXPECT_TRUE(unit.missing_headers.empty()) << unit.missing_headers.front();
  EXPECT_GE(unit.stub_headers.size(), 15u);
  EXPECT_TRUE(has(events(unit, "append"), "write"));
}

TEST(Stubs, OffMeansAnErrorAsForTheCompiler) {
  const auto unit = read("#include <nccl.h>\nint f();", StubUse::off);
  ASSERT_FALSE(unit.errors.empty());
  EXPECT_TRUE(unit.stub_headers.empty());
}

TEST(Stubs, HasIncludeKeepsItsAnswer) {
  const auto unit =
      read("#if __has_include(<nccl.h>)\nint with();\n#else\nint without() { return 1; }\n#endif");
  EXPECT_NE(function(unit, "without"), nullptr);
  EXPECT_TRUE(unit.stub_headers.empty());
}

TEST(Stubs, UnknownHeadersCostOnlyWhatNeedsThem) {
  const auto unit = read(R"(
    #include "settings.pb.h"
    #include <mutex>
    struct Cache {
      std::mutex mutex;
      int used = 0;
      proto::Settings settings;
      void add(const proto::Settings& given) {
        std::lock_guard<std::mutex> lock(mutex);
        used += given.count();
        LOG_STEP(1) << "added";
      }
      int peek() { return used; }
      int first(const proto::Settings& given) {
        const auto value = given.front();
        for (const auto& each : given.all()) used += each;
        auto sum = [&](auto x) { return x + value; };
        return sum(used);
      }
      void hidden(proto::Settings& given) { auto held = given.lock(); used = 0; }
    };
    Cache cache;
    void fill() { cache.add({}); })");
  EXPECT_EQ(unit.missing_headers, std::vector<std::string>{"settings.pb.h"});
  EXPECT_FALSE(unit.errors.empty());
  const auto add = function(unit, "Cache::add");
  ASSERT_NE(add, nullptr);
  EXPECT_FALSE(add->blocks.empty());
  EXPECT_NE(function(unit, "Cache::peek"), nullptr);
  ASSERT_NE(function(unit, "Cache::hidden"), nullptr);
  EXPECT_TRUE(function(unit, "Cache::hidden")->blocks.empty()); // what it locks is not known
  EXPECT_GE(unit.lost_functions, 1u);
}

TEST(Stubs, AUnitWithoutLossIsDecided) {
  const auto folder = std::filesystem::temp_directory_path() / "burler_extract_stubs";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "whole.cpp") << "#include <gone/away.h>\nint f() { return 1; }";
  std::ofstream(folder / "part.cpp")
      << "#include <gone/away.h>\nvoid f(gone::Guarded& g) { gone::Lock lock(g.mutex); g.count = 1; }";
  const auto model = model::load_models({});
  FrontendOptions frontend;
  frontend.clang_path = find_clang();
  frontend.stubs = find_stubs();
  const auto selection =
      single_files({(folder / "whole.cpp").string(), (folder / "part.cpp").string()}, {}, folder.string());
  const auto extracted = extract_all(selection.commands, *model, frontend, {});
  ASSERT_EQ(extracted.undecided.size(), 1u);
  EXPECT_NE(extracted.undecided[0].what.find("part.cpp"), std::string::npos);
  EXPECT_NE(extracted.undecided[0].reason.find("gone/away.h"), std::string::npos)
      << extracted.undecided[0].reason;
  std::filesystem::remove_all(folder);
}

} // namespace
} // namespace burler::extract
