#include "events/command.hpp"

namespace antrian::events {
namespace {

template <command_type Type, class Body>
constexpr bool at_place =
    std::is_same_v<std::variant_alternative_t<static_cast<std::size_t>(Type), command_body>, Body>;

static_assert(std::variant_size_v<command_body> == command_type_count);
static_assert(at_place<command_type::open_day, open_day>);
static_assert(at_place<command_type::change_capacity, change_capacity>);
static_assert(at_place<command_type::close_day, close_day>);
static_assert(at_place<command_type::end_day, end_day>);
static_assert(at_place<command_type::book, book>);
static_assert(at_place<command_type::cancel, cancel>);
static_assert(at_place<command_type::check_in, check_in>);
static_assert(at_place<command_type::walk_in, walk_in>);
static_assert(at_place<command_type::undo_check_in, undo_check_in>);
static_assert(at_place<command_type::call_next, call_next>);
static_assert(at_place<command_type::recall, recall>);
static_assert(at_place<command_type::serve, serve>);
static_assert(at_place<command_type::miss, miss>);
static_assert(at_place<command_type::release_replaced, release_replaced>);

}  // namespace
}  // namespace antrian::events
