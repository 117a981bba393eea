package org.citestream.ingest.intake;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import org.citestream.ingest.submission.CitationReader;
import org.citestream.ingest.submission.SubmissionReader;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/submissions} and {@code /api/v1/citations}. */
@RestController
class SubmissionEndpoints {

    private final Intake intake;
    private final ApiKeys apiKeys;
    private final Outcomes outcomes;
    private final SubmissionReader submissions;
    private final CitationReader citations;

    SubmissionEndpoints(Intake intake, ApiKeys apiKeys, Outcomes outcomes, InstantSource clock) {
        this.intake = intake;
        this.apiKeys = apiKeys;
        this.outcomes = outcomes;
        this.submissions = new SubmissionReader(clock);
        this.citations = new CitationReader(clock);
    }

    @PostMapping("/api/v1/submissions")
    void submit(HttpServletRequest request, HttpServletResponse response) throws IOException {
        intake.take(request, response, submissions::read);
    }

    @PostMapping("/api/v1/citations")
    void cite(HttpServletRequest request, HttpServletResponse response) throws IOException {
        intake.take(request, response, citations::read);
    }

    @GetMapping({"/api/v1/submissions/{receipt}", "/api/v1/citations/{receipt}"})
    ResponseEntity<?> outcome(@PathVariable String receipt, HttpServletRequest request) {
        apiKeys.feedOf(request);
        return Receipt.parse(receipt)
                .filter(outcomes::exists)
                .<ResponseEntity<?>>map(parsed -> ResponseEntity.ok(outcomes.of(parsed)))
                .orElseGet(() -> ResponseEntity.of(ProblemDetail.forStatusAndDetail(
                                HttpStatus.NOT_FOUND, "No such receipt. A receipt is given for each accepted record."))
                        .build());
    }
}
