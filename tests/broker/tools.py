"""Kafka's own command-line tools, by the names of their scripts in a Kafka release."""
import os

import java

CLASSES = {
    "topics": "org.apache.kafka.tools.TopicCommand",
    "console-producer": "kafka.tools.ConsoleProducer",
    "console-consumer": "org.apache.kafka.tools.consumer.ConsoleConsumer",
    "consumer-groups": "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand",
    "configs": "kafka.admin.ConfigCommand",
    "get-offsets": "org.apache.kafka.tools.GetOffsetShell",
    "delete-records": "org.apache.kafka.tools.DeleteRecordsCommand",
}


def run(name, arguments, bootstrap):
    """Becomes the tool; does not return. The tool is told the cluster if the caller did not."""
    if "--bootstrap-server" not in arguments and bootstrap is not None:
        arguments = ["--bootstrap-server", bootstrap, *arguments]
    run_class(CLASSES[name], arguments)


def run_class(name, arguments):
    """Becomes any Java program on Kafka's class path; does not return."""
    command = java.call("WARN", name, *arguments)
    os.execvp(command[0], command)
