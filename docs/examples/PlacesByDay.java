// Places confirmed by office day, from the topic of events, with Kafka's Java client.
// Reads what is there now, prints, and ends; a real consumer goes on polling.
//
//   java -cp "kafka-clients.jar:slf4j-api.jar" PlacesByDay.java BROKERS [TOPIC]
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

public final class PlacesByDay {
  // One for each applicant of a booking. A real consumer parses the JSON of docs/wire.md.
  private static final Pattern APPLICANT = Pattern.compile("\"subject_id\"");

  public static void main(String[] arguments) {
    String topic = arguments.length > 1 ? arguments[1] : "antrian.events";
    Properties settings = new Properties();
    settings.put("bootstrap.servers", arguments[0]);
    settings.put("key.deserializer", StringDeserializer.class.getName());
    settings.put("value.deserializer", StringDeserializer.class.getName());
    settings.put("auto.offset.reset", "none");  // an offset that is gone is an error, not a skip

    Map<TopicPartition, Long> seen = new HashMap<>();
    Map<String, Integer> places = new TreeMap<>();
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
          take(record, seen, places);
        }
      }
    }
    places.forEach((day, count) -> System.out.println(day + " " + count));
  }

  private static void take(ConsumerRecord<String, String> record, Map<TopicPartition, Long> seen,
                           Map<String, Integer> places) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    long position = Long.parseLong(header(record, "ce_id"));
    // Events may come again after a crash, never out of order: within a partition, what is not
    // beyond the highest position so far is a repeat.
    if (position <= seen.getOrDefault(partition, 0L)) return;
    seen.put(partition, position);
    if (header(record, "ce_type").startsWith("id.antrian.booking_confirmed.v")) {
      int applicants = (int) APPLICANT.matcher(record.value()).results().count();
      places.merge(header(record, "ce_subject"), applicants, Integer::sum);
    }
  }

  private static String header(ConsumerRecord<String, String> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
