package io.procprobe.testing;

import io.procprobe.ProcessProbe;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What one run of a {@link BindingTest} gets, and ends again whatever came of the test. */
final class BindingFixture implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final String PROPERTY = "procprobe.binding";

    private final Binding binding;
    private final Children children = new Children();
    private String before;
    private ProcessProbe probe;

    BindingFixture(Binding binding) {
        this.binding = binding;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        before = System.getProperty(PROPERTY);
        System.setProperty(PROPERTY, binding.property());
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        if (before == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
        if (probe != null) {
            probe.close();
        }
        children.endAll();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Binding.class || type == Children.class || type == ProcessProbe.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == Binding.class) {
            return binding;
        }
        if (type == Children.class) {
            return children;
        }
        if (probe == null) {
            probe = ProcessProbe.open();
        }
        return probe;
    }
}
