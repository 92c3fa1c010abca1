#include "extract/command.h"
#include "extract/compile_database.h"
#include "extract/snippet_test.h"
#include "extract/suppression.h"
#include "extract/worker_pool.h"
#include "summary/summary_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace burler::extract {
namespace {

TEST(Robustness, BrokenCodeIsAnErrorNotACrash) {
  for (const char* text : {"int main() { return x; }", "struct {", "void f() { lambda([&](",
                           "template <class T> void f() { T::x(; }", "class A : public A {};"}) {
    const auto unit = summarise(text);
    EXPECT_FALSE(unit.errors.empty()) << text;
  }
  EXPECT_FALSE(summarise("#include \"gone.h\"\nint f();").missing_headers.empty());
}

TEST(Robustness, DeepNesting) {
  std::string text = "int f(int x) { return ";
  for (int i = 0; i < 200; ++i)
    text += "(x + ";
  text += "x";
  for (int i = 0; i < 200; ++i)
    text += ")";
  text += "; }\nint g(int x) { return x";
  for (int i = 0; i < 3000; ++i)
    text += " + x";
  text += "; }\nvoid h(int x) { ";
  for (int i = 0; i < 200; ++i)
    text += "if (x) { ";
  for (int i = 0; i < 200; ++i)
    text += "} ";
  text += "}";
  const auto unit = summarise(text);
  EXPECT_TRUE(unit.errors.empty()) << unit.errors.front();
  EXPECT_EQ(unit.functions.size(), 3u);
}

TEST(Robustness, OddBodies) {
  const auto unit = summarise(R"(
    #include <coroutine>
    struct Task { struct promise_type { Task get_return_object(); std::suspend_never initial_suspend(); std::suspend_never final_suspend() noexcept;
      void return_void(); void unhandled_exception(); }; };
    Task co() { co_await std::suspend_always{}; }
    int go(int n) { again: if (n-- > 0) goto again; switch (n) { case 1: return 2; default: break; } return 0; }
    int stmt() { return ({ int x = 3; x; }); }
    void ex() { try { throw 1; } catch (int e) { (void)e; } catch (...) {} }
    auto gen = [](auto x) { return x + 1; };
    int useg() { return gen(1); }
    struct E { E() try { } catch (...) {} };
    E e;
    void asmf() { asm volatile("" ::: "memory"); }
    int vla(int n) { int a[n]; a[0] = 1; return a[0]; })");
  EXPECT_TRUE(unit.errors.empty()) << unit.errors.front();
  const auto* co = function(unit, "co");
  ASSERT_NE(co, nullptr);
  EXPECT_TRUE(co->has(summary::fn_coroutine));
  EXPECT_NE(function(unit, "lambda#1"), nullptr);
}

TEST(Robustness, SummariesSurviveTheFile) {
  const auto unit = summarise("#include <mutex>\nstd::mutex m; int g; // burler:allow(race): test only\nvoid "
                              "f() { std::scoped_lock l(m); ++g; }");
  const std::string bytes = summary::to_bytes(unit);
  const auto read = summary::from_bytes(bytes);
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(summary::dump(unit), summary::dump(*read));
  for (std::size_t cut = 0; cut < bytes.size(); cut += 7)
    EXPECT_FALSE(summary::from_bytes(bytes.substr(0, cut)));
  for (std::size_t i = 0; i < bytes.size(); i += 3) { // no damaged byte may do worse than be refused
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x5a);
    (void)summary::from_bytes(damaged);
  }
}

TEST(Suppressions, CommentForms) {
  std::string rule, reason;
  EXPECT_TRUE(
      parse_suppression(" burler:allow(race/unguarded-state): counted twice on purpose", rule, reason));
  EXPECT_EQ(rule, "race/unguarded-state");
  EXPECT_EQ(reason, "counted twice on purpose");
  EXPECT_TRUE(parse_suppression("burler:allow(race)", rule, reason = ""));
  EXPECT_EQ(reason, "");
  EXPECT_FALSE(parse_suppression("burler:allow race", rule, reason));
  EXPECT_FALSE(parse_suppression("see burler:allow(race)", rule, reason));
}

TEST(Suppressions, CoverTheirLineOrTheNext) {
  const auto quoted = summarise("/// Write `// burler:allow(race): why` there.\nint q;\n"
                                "const char* u = \"http://x\"; // see // burler:allow(race): no\n");
  EXPECT_TRUE(quoted.suppressions.empty());
  const auto unit = summarise("int a; // burler:allow(race): one\n// burler:allow(race): two\n// more "
                              "words\n\nint b;\nconst char* s = \"burler:allow(race): no\";");
  ASSERT_EQ(unit.suppressions.size(), 2u);
  EXPECT_EQ(unit.suppressions[0].covers_line, 1u);
  EXPECT_EQ(unit.suppressions[1].covers_line, 5u);
}

TEST(Commands, ForeignFlagsAreDroppedWithANote) {
  std::vector<std::string> notes;
  const auto flags = adjusted(
      {"/", "/a.cpp", {"g++", "-O2", "-fbogus-gcc-only", "-MD", "-MF", "a.d", "-o", "a.o", "-c", "/a.cpp"}},
      {"/usr/bin/clang", "", ""}, notes);
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_NE(notes[0].find("-fbogus-gcc-only"), std::string::npos);
  for (const char* gone : {"-MD", "-MF", "a.d", "-o", "a.o", "-c", "-fbogus-gcc-only"})
    EXPECT_EQ(std::count(flags.begin(), flags.end(), gone), 0) << gone;
  EXPECT_EQ(std::count(flags.begin(), flags.end(), "/a.cpp"), 1);
  EXPECT_EQ(std::count(flags.begin(), flags.end(), "--driver-mode=g++"), 1);
}

TEST(Commands, ResponseFilesAndNvcc) {
  const auto folder = std::filesystem::temp_directory_path() / "burler_extract_rsp";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "args.rsp") << "-DA=1 '-DB=x y'\n-I\"inc dir\"";
  std::vector<std::string> notes;
  const auto flags =
      adjusted({folder.string(),
                "/k.cu",
                {"nvcc", "-arch=sm_90", "-Xcompiler", "-fPIC,-Wall", "--expt-relaxed-constexpr", "-gencode",
                 "arch=compute_90,code=sm_90", "@args.rsp", "-x", "cu", "/k.cu"}},
               {"/usr/bin/clang", "/stubs", ""}, notes);
  for (const char* kept : {"-DA=1", "-DB=x y", "-Iinc dir", "-fPIC", "-Wall", "--cuda-host-only"})
    EXPECT_EQ(std::count(flags.begin(), flags.end(), kept), 1) << kept;
  EXPECT_EQ(std::count(flags.begin(), flags.end(), "-arch=sm_90"), 0);
  std::filesystem::remove_all(folder);
}

TEST(Cuda, ReadWithoutAToolkit) {
  const auto unit = summarise(R"(
    #include <cuda_fp16.h>
    #include <vector>
    __global__ void scale(float* x, int n) {
      __shared__ float tile[32];
      const int i = blockIdx.x * blockDim.x + threadIdx.x;
      tile[threadIdx.x] = x[i];
      __syncthreads();
      if (i < n) x[i] = expf(tile[31 - threadIdx.x]) + __shfl_down_sync(~0u, 1.f, 1);
      atomicAdd(x, 1.f);
    }
    int main() {
      float* d = nullptr;
      cudaStream_t s;
      cudaMalloc(&d, 128);
      cudaStreamCreate(&s);
      scale<<<dim3(1), 32, 0, s>>>(d, 32);
      cudaStreamSynchronize(s);
    })",
                              "/snippet/a.cu");
  EXPECT_TRUE(unit.errors.empty()) << unit.errors.front();
  const auto* kernel = function(unit, "scale");
  ASSERT_NE(kernel, nullptr);
  EXPECT_TRUE(kernel->has(summary::fn_kernel));
  const Events found = events(unit, "main");
  EXPECT_TRUE(std::any_of(found.begin(), found.end(),
                          [](const auto& e) { return e.starts_with("launch s (d, ?)"); }));
  EXPECT_TRUE(std::any_of(found.begin(), found.end(),
                          [](const auto& e) { return e.starts_with("blocking : cudaStream"); }));
}

TEST(Pool, OneBadUnitCostsItselfOnly) {
  const auto folder = std::filesystem::temp_directory_path() / "burler_extract_pool";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "good.cpp") << "int f() { return 1; }";
  std::ofstream(folder / "bad.cpp") << "int f() { return x; }";
  // Template instantiation without end, deep enough to outlive the limit.
  std::ofstream(folder / "slow.cpp") << "template <unsigned long long N, int K> struct F { static constexpr "
                                        "int v = F<2 * N, K - 1>::v + F<2 * N + 1, K - 1>::v; };"
                                        "template <unsigned long long N> struct F<N, 0> { static constexpr "
                                        "int v = 1; }; int x = F<1, 30>::v;";
  const auto model = model::load_models({});
  FrontendOptions frontend;
  frontend.clang_path = find_clang();
  std::vector<std::string> files;
  for (const char* name : {"good.cpp", "bad.cpp", "slow.cpp"})
    files.push_back((folder / name).string());
  const auto selection = single_files(files, {}, folder.string());
  std::filesystem::remove(folder / "gone.cpp");
  PoolOptions options;
  options.jobs = 2;
  options.unit_limit = std::chrono::seconds(2);
  const auto extracted = extract_all(selection.commands, *model, frontend, options);
  ASSERT_EQ(extracted.store.entries().size(), 2u); // what parsed of the bad one counts
  ASSERT_EQ(extracted.undecided.size(), 2u);
  EXPECT_NE(extracted.undecided[0].reason.find("undeclared"), std::string::npos)
      << extracted.undecided[0].reason;
  EXPECT_NE(extracted.undecided[1].reason.find("took longer"), std::string::npos)
      << extracted.undecided[1].reason;
  std::filesystem::remove_all(folder);
}

TEST(Database, SelectsFilesFoldersAndGlobs) {
  std::vector<Command> all;
  for (const char* file : {"/p/a.cpp", "/p/src/b.cpp", "/p/src/deep/c.cc"})
    all.push_back({"/p", file, {"c++", file}});
  EXPECT_EQ(select(all, {}, "/p").commands.size(), 3u);
  EXPECT_EQ(select(all, {"src"}, "/p").commands.size(), 2u);
  EXPECT_EQ(select(all, {"src/*.cc", "a.cpp"}, "/p").commands.size(), 2u);
  const auto none = select(all, {"nothing.cpp"}, "/p");
  EXPECT_TRUE(none.commands.empty());
  ASSERT_EQ(none.undecided.size(), 1u);
  EXPECT_EQ(none.undecided[0].what, "nothing.cpp");
}

TEST(Database, ErrorsNameTheNextStep) {
  const auto folder = std::filesystem::temp_directory_path() / "burler_extract_db";
  std::filesystem::create_directories(folder);
  std::filesystem::remove(folder / "compile_commands.json");
  EXPECT_NE(read_database(folder.string()).error().text().find("EXPORT_COMPILE_COMMANDS"), std::string::npos);
  std::ofstream(folder / "compile_commands.json") << "[]";
  EXPECT_NE(read_database(folder.string()).error().text().find("no entries"), std::string::npos);
  std::ofstream(folder / "compile_commands.json") << "{ not json";
  EXPECT_FALSE(read_database(folder.string()));
  std::filesystem::remove_all(folder);
}

} // namespace
} // namespace burler::extract
