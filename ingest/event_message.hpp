// An event as a Kafka message: CloudEvents 1.0 in the binary mode of the Kafka binding. The value
// is the event's data, everything else is in headers; the key is the office, so that the events of
// one office stay in order.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "events/event.hpp"
#include "events/event_json.hpp"
#include "ingest/kafka_producer.hpp"

namespace antrian::ingest {

/// Makes one message at a time; its record points into it and is good until the next.
class event_message {
 public:
  explicit event_message(std::string_view installation);

  [[nodiscard]] const kafka_record& make(const events::event& event,
                                         const events::event_place& place);

 private:
  void header(const char* name, std::size_t begin);

  std::string source_;
  std::string value_;
  std::string text_;  ///< of all headers, one after another
  struct part {
    const char* name = nullptr;
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  std::array<part, 6> parts_{};
  std::size_t used_ = 0;
  std::array<kafka_header, 10> headers_{};
  kafka_record record_;
};

}  // namespace antrian::ingest
