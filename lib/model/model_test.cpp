#include "model/model.h"

#include <gtest/gtest.h>

namespace burler::model {
namespace {

TEST(Model, ShippedModelsLoad) {
  const auto model = load_models({});
  ASSERT_TRUE(model) << model.error().text();
  ASSERT_NE(model->type("std::mutex"), nullptr);
  EXPECT_EQ(model->type("std::mutex")->flags, summary::type_lock);
  const auto* lock = model->function("std::mutex::try_lock");
  ASSERT_NE(lock, nullptr);
  EXPECT_EQ(lock->effects.at(0).kind, summary::EventKind::acquire);
  EXPECT_TRUE(lock->effects.at(0).flags & summary::flag_try);
  EXPECT_EQ(model->function("std::mutex::paint"), nullptr);
  EXPECT_NE(model->function("std::unique_lock::operator bool"), nullptr);
  EXPECT_NE(model->function("std::vector::at"), nullptr);
  const auto* in_place = model->function("at::Tensor::add_");
  ASSERT_NE(in_place, nullptr);
  EXPECT_EQ(in_place->effects.at(0).kind, summary::EventKind::write);
  EXPECT_NE(model->function("__sync_fetch_and_add_4"), nullptr);
}

TEST(Model, PathSpecs) {
  const auto spec = parse_path_spec("&*1.storage[0].next.*");
  ASSERT_TRUE(spec);
  EXPECT_TRUE(spec->address && spec->pointee);
  EXPECT_EQ(spec->index, 1u);
  ASSERT_EQ(spec->steps.size(), 4u);
  EXPECT_EQ(spec->steps[1].argument, 0);
  EXPECT_EQ(spec->steps[2].field, "next");
  EXPECT_EQ(parse_path_spec("::hidden_lock")->global, "hidden_lock");
  EXPECT_FALSE(parse_path_spec("::"));
  EXPECT_FALSE(parse_path_spec("me"));
  EXPECT_FALSE(parse_path_spec("self["));
  EXPECT_FALSE(parse_path_spec("self..x"));
  EXPECT_FALSE(parse_path_spec(""));
}

TEST(Model, ErrorsNameFileLineAndKey) {
  Model model;
  auto status = model.add(
      "{\n \"schema\": \"burler-model/1\",\n \"types\": [\n  {\"names\": [\"A\"],\n   \"is\": [\"lokc\"]}]}",
      "m.json");
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().message.find("m.json:5: key \"types/0/is/0\": unknown word \"lokc\""),
            std::string::npos)
      << status.error().message;
  status = model.add("{\n \"schema\": \n}", "m.json");
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().message.find("m.json:3: not valid JSON"), std::string::npos)
      << status.error().message;
  EXPECT_FALSE(model.add("{}", "m.json"));
  EXPECT_FALSE(model.add("[]", "m.json"));
}

TEST(Model, UserNamesAndPatternsOverride) {
  Model model;
  ASSERT_TRUE(model.add(R"({"schema":"burler-model/1","types":[{"names":["my::Lock*"],"is":["lock"]}],
    "functions":[{"names":["my::enter"],"event":"acquire","object":"*0"}]})",
                        "m.json"));
  EXPECT_NE(model.type("my::LockX"), nullptr);
  EXPECT_EQ(model.type("my::Loc"), nullptr);
  EXPECT_TRUE(model.function("my::enter")->effects.at(0).object.pointee);
}

} // namespace
} // namespace burler::model
