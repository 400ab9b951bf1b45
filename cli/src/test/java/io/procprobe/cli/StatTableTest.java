package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procprobe.cli.support.Children;
import io.procprobe.cli.support.Finished;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatTableTest {
    @RegisterExtension final Children children = new Children();

    private static List<String> cells(String line) {
        return Arrays.asList(line.strip().split(" {2,}", -1));
    }

    @Test
    void titlesAndOneLinePerProcess() throws Exception {
        long child = children.idle().pid();
        Finished finished = Cli.run("stat", Long.toString(child)).succeeded();
        assertEquals(2, finished.lines().size(), finished.out());
        assertEquals(
                List.of(
                        "PID",
                        "PARENT",
                        "UID",
                        "STATE",
                        "CPU TIME",
                        "RESIDENT",
                        "PRIVATE",
                        "VIRTUAL",
                        "THREADS",
                        "NAME"),
                cells(finished.lines().get(0)));
        List<String> row = cells(finished.lines().get(1));
        assertEquals(10, row.size(), row.toString());
        assertEquals(Long.toString(child), row.get(0));
        assertEquals(Long.toString(ProcessHandle.current().pid()), row.get(1));
        assertEquals("1", row.get(8));
        assertEquals("sleep", row.get(9));
    }

    @Test
    void thereIsAReasonInPlaceOfAState() throws Exception {
        long gone = children.reapedPid();
        Finished finished = Cli.run("stat", Long.toString(gone), "0");
        assertEquals(
                List.of(Long.toString(gone), "-", "-", "GONE", "-", "-", "-", "-", "-", "-"),
                cells(finished.lines().get(1)));
        assertEquals("INVALID", cells(finished.lines().get(2)).get(3));
        assertEquals(ExitStatus.NOT_ALL, finished.status());
        assertEquals("", finished.err());
    }

    @Test
    void theFormatIsTakenInAnyCase() throws Exception {
        String child = Long.toString(children.idle().pid());
        assertEquals(1, Cli.run("stat", "--format=JSON", child).succeeded().objects().size());
        assertEquals(2, Cli.run("stat", "--format=Table", child).succeeded().lines().size());
    }
}
