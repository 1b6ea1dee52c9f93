#!/usr/bin/env bash
# Places confirmed by office day, from the topic of events, with nothing but kcat and jq.
# Usage: places-by-day.sh BROKERS [TOPIC]
set -euo pipefail
brokers=${1:?usage: places-by-day.sh BROKERS [TOPIC]}
topic=${2:-antrian.events}

# kcat -J prints one JSON object per message; its headers are a flat list of names and values.
kcat -b "$brokers" -t "$topic" -C -e -q -o beginning -J |
  jq -nr '
    def header($message): [$message.headers | range(0; length; 2) as $i | {(.[$i]): .[$i + 1]}] | add;
    reduce inputs as $message ({seen: {}, places: {}};
      header($message) as $event
      | ($message.partition | tostring) as $partition
      | ($event.ce_id | tonumber) as $position
      # Events may come again after a crash, never out of order: within a partition, what is not
      # beyond the highest position so far is a repeat.
      | if $position <= (.seen[$partition] // 0) then .
        else .seen[$partition] = $position
          | if $event.ce_type | startswith("id.antrian.booking_confirmed.v") then
              .places[$event.ce_subject] += ($message.payload | fromjson | .applicants | length)
            else . end
        end)
    | .places | to_entries | sort_by(.key)[] | "\(.key) \(.value)"'
