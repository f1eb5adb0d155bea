#!/usr/bin/env bash
# Infinispan 16.0.7, the cache of Keycloak 26.7: with memory max-count, a full cache whose entries are read drops new entries at once, and its
# putIfAbsent tells one caller after the other that they are the first.
#
# One would guess that a bounded cache makes room for what comes by dropping what is old. Seen: with room for 100 entries that have been read
# twenty times, putIfAbsent answers null for each of 200 new keys, which says that the key is taken now; 7 of them are there afterwards, and
# the same 200 calls once more answer null 200 times. With old entries that nobody has read, 50 are there, the last ones no more than the first.
# No call fails, and nothing is logged. The reason is the admission of Caffeine (W-TinyLFU), which weighs how often a key was asked for: a key that
# must be found once, such as that of a token that was used or of a limit, has no chance against keys that are asked for often.
set -euo pipefail
project=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/pom.xml" << 'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
    <modelVersion>4.0.0</modelVersion>
    <groupId>finding</groupId>
    <artifactId>bounded-cache</artifactId>
    <version>1</version>
    <dependencies>
        <dependency>
            <groupId>org.infinispan</groupId>
            <artifactId>infinispan-core</artifactId>
            <version>16.0.7</version>
        </dependency>
    </dependencies>
</project>
XML
"$project/mvnw" -f "$work/pom.xml" -B -ntp -q org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies \
    -DoutputDirectory="$work/lib" -DincludeScope=runtime

cat > "$work/Claims.java" << 'JAVA'
import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.infinispan.Cache;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.manager.DefaultCacheManager;

/** Says how many of 200 new keys were the first, how many are there, and how many are the first once more. */
class Claims {

    public static void main(String[] arguments) throws IOException {
        int reads = Integer.parseInt(arguments[0]);
        try (var caches = new DefaultCacheManager()) {
            Cache<String, String> cache = caches.createCache(
                    "claims", new ConfigurationBuilder().memory().maxCount(100).build());
            keys("old", 100).forEach(key -> cache.put(key, ""));
            for (int i = 0; i < reads; i++) {
                keys("old", 100).forEach(cache::get);
            }
            System.out.println(claimed(cache) + " " + keys("new", 200).filter(cache::containsKey).count() + " " + claimed(cache));
        }
    }

    private static long claimed(Cache<String, String> cache) {
        return keys("new", 200).filter(key -> cache.putIfAbsent(key, "") == null).count();
    }

    private static Stream<String> keys(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + "-" + i);
    }
}
JAVA
claims() { java -cp "$work/lib/*" "$work/Claims.java" "$1" 2> "$work/log" || { cat "$work/log"; exit 1; }; }
read -r first there again <<< "$(claims 20)"
echo "the old entries were read: $first of 200 were the first, $there are there, then $again of 200 are the first"
read -r first0 there0 again0 <<< "$(claims 0)"
echo "nobody has read them:      $first0 of 200 were the first, $there0 are there, then $again0 of 200 are the first"
# By chance, a few are let in.
[ "$first" = 200 ] && [ "$there" -lt 30 ] && [ "$again" -gt 190 ] && [ "$first0" = 200 ] && [ "$there0" -gt 40 ] && [ "$again0" -gt 90 ]
