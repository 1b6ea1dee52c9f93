// Goal: an event of any released version is raised to today's shape, one pure step after another,
// and a version from the future is refused.
// Method: all events have one version so far, so a made-up event with three shapes stands for
// those to come; its older bytes are written by hand.

#include "events/event_schema.hpp"

#include <gtest/gtest.h>

#include "events/event_codec.hpp"
#include "events/memory_archive.hpp"

namespace antrian::events {
namespace example {

struct number_drawn_v1 {
  std::uint32_t number = 0;
};
struct number_drawn_v2 {
  std::uint32_t number = 0;
  std::string counter;
};
struct number_drawn {
  std::string label;
  bool by_machine = false;
};

template <class Archive>
void layout(Archive& archive, number_drawn_v1& v) {
  fields(archive, v.number);
}
template <class Archive>
void layout(Archive& archive, number_drawn_v2& v) {
  fields(archive, v.number, v.counter);
}
template <class Archive>
void layout(Archive& archive, number_drawn& v) {
  fields(archive, v.label, v.by_machine);
}

number_drawn_v2 upcast(number_drawn_v1&& old) {
  return {old.number, "A"};
}
number_drawn upcast(number_drawn_v2&& old) {
  return {old.counter + std::to_string(old.number), false};
}

}  // namespace example

template <>
struct shapes_of<example::number_drawn> {
  using type =
      std::tuple<example::number_drawn_v1, example::number_drawn_v2, example::number_drawn>;
};

namespace {

template <class Shape>
std::string bytes_of(Shape shape) {
  std::string bytes;
  {
    memory_output_archive archive(bytes);
    layout(archive, shape);
  }
  return bytes;
}

example::number_drawn read(const std::string& bytes, std::uint32_t version) {
  memory_input_archive archive(bytes);
  example::number_drawn value;
  serialize(archive, value, version);
  EXPECT_EQ(archive.remaining(), 0U);
  return value;
}

TEST(event_schema, counts_the_shapes_of_an_event_as_its_version) {
  EXPECT_EQ(version_of<example::number_drawn>, 3U);
  EXPECT_EQ(version_of<booking_declined>, 1U);
}

TEST(event_schema, reads_todays_shape_as_it_is) {
  const auto value = read(bytes_of(example::number_drawn{"B12", true}), 3);
  EXPECT_EQ(value.label, "B12");
  EXPECT_TRUE(value.by_machine);
}

TEST(event_schema, raises_the_shape_before_todays_by_one_step) {
  EXPECT_EQ(read(bytes_of(example::number_drawn_v2{12, "C"}), 2).label, "C12");
}

TEST(event_schema, raises_the_first_shape_through_all_steps) {
  EXPECT_EQ(read(bytes_of(example::number_drawn_v1{12}), 1).label, "A12");
}

TEST(event_schema, refuses_a_version_that_never_was) {
  const std::string bytes = bytes_of(example::number_drawn{"B12", true});
  EXPECT_THROW(static_cast<void>(read(bytes, 0)), cereal::Exception);
  EXPECT_THROW(static_cast<void>(read(bytes, 4)), cereal::Exception);
}

template <class Event>
void expect_registered_version() {
  EXPECT_EQ(cereal::detail::Version<Event>::version, version_of<Event>);
  EXPECT_EQ(schema_version(event_body(std::in_place_type<Event>).index()), version_of<Event>);
}

template <class... Events>
void expect_registered_versions(const std::variant<Events...>* /*only its type matters*/) {
  (expect_registered_version<Events>(), ...);
}

TEST(event_schema, tells_cereal_the_version_of_every_event_type) {
  expect_registered_versions(static_cast<const event_body*>(nullptr));
}

TEST(event_schema, knows_no_version_of_a_type_that_does_not_exist) {
  EXPECT_THROW(static_cast<void>(schema_version(event_type_count)), std::out_of_range);
}

}  // namespace
}  // namespace antrian::events
