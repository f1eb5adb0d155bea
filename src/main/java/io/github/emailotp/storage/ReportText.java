package io.github.emailotp.storage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The serial form of a report: a JSON array that begins with its version. One that is made has nothing behind that. */
final class ReportText {

    /** Of a report that is made. */
    static final String MADE = "[\"r1\"]";

    private static final String VERSION = "r1";
    private static final JsonFactory JSON = new JsonFactory();

    private ReportText() {}

    static String format(Report report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            json.writeString(VERSION);
            json.writeString(report.userId());
            json.writeString(report.address());
            json.writeString(report.login());
            json.writeString(report.network());
            json.writeNumber(report.passwordPassed() ? 1 : 0);
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("texts and numbers can always be written", e);
        }
        return text.toString();
    }

    /** Empty if it is made, or none of ours. */
    static Optional<Report> parse(String text) {
        try (JsonFields fields = new JsonFields(JSON.createParser(text))) {
            fields.begin();
            if (!VERSION.equals(fields.text())) {
                return Optional.empty();
            }
            Report report =
                    new Report(fields.text(), fields.text(), fields.text(), fields.text(), fields.integer() == 1);
            fields.end();
            fields.nothing();
            return Optional.of(report);
        } catch (IOException | RuntimeException nothingToMake) {
            return Optional.empty();
        }
    }
}
