import { type PointerEventHandler, useEffect, useRef } from 'react';
import { type CanvasTheme, onThemeChange, readCanvasTheme } from './canvas-theme.ts';

/** What a draw function works with. Sizes in CSS px; the context is scaled to the device's pixels. */
export interface Painter {
  context: CanvasRenderingContext2D;
  width: number;
  height: number;
  theme: CanvasTheme;
}

interface CanvasProps {
  /** What is drawn. Its content stands in a list beside it, which is what a screen reader walks. */
  label: string;
  /** Paints the whole surface. A new function means something has changed: keep it stable otherwise. */
  draw: (painter: Painter) => void;
  onWidth?: (width: number) => void;
  className?: string;
  onPointerDown?: PointerEventHandler<HTMLCanvasElement>;
  onPointerMove?: PointerEventHandler<HTMLCanvasElement>;
  onPointerUp?: PointerEventHandler<HTMLCanvasElement>;
  onPointerLeave?: PointerEventHandler<HTMLCanvasElement>;
}

/**
 * A canvas that fills its box, crisp at every pixel ratio, repainted once a frame at most: when it is resized,
 * when the theme changes, when its fonts have come, and when `draw` is another function.
 */
export function Canvas({ label, draw, onWidth, className, ...pointer }: CanvasProps) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const drawRef = useRef(draw);
  const widthRef = useRef(onWidth);
  const requestRef = useRef<() => void>(() => {});
  widthRef.current = onWidth;

  useEffect(() => {
    const canvas = canvasRef.current;
    if (!canvas) return;
    let theme = readCanvasTheme();
    let frame = 0;
    const paint = () => {
      frame = 0;
      const painter = prepare(canvas, theme);
      if (painter) drawRef.current(painter);
    };
    const request = () => {
      if (frame === 0) frame = requestAnimationFrame(paint);
    };
    requestRef.current = request;
    const resized = new ResizeObserver(() => {
      widthRef.current?.(canvas.clientWidth);
      request();
    });
    resized.observe(canvas);
    const stopTheme = onThemeChange(() => {
      theme = readCanvasTheme();
      request();
    });
    let mounted = true;
    void document.fonts.ready.then(() => mounted && request());
    return () => {
      mounted = false;
      cancelAnimationFrame(frame);
      resized.disconnect();
      stopTheme();
      requestRef.current = () => {};
    };
  }, []);

  useEffect(() => {
    drawRef.current = draw;
    requestRef.current();
  }, [draw]);

  return <canvas ref={canvasRef} className={className} role="img" aria-label={label} {...pointer} />;
}

function prepare(canvas: HTMLCanvasElement, theme: CanvasTheme): Painter | null {
  const box = canvas.getBoundingClientRect();
  const context = canvas.getContext('2d');
  if (!context || box.width === 0 || box.height === 0) return null;
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(box.width * ratio);
  const height = Math.round(box.height * ratio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, box.width, box.height);
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.globalAlpha = 1;
  return { context, width: Math.round(box.width), height: Math.round(box.height), theme };
}
