import type { Palette } from '../app/palette.js';
import { outlines } from '../queue/shapes.js';
import type { Freshness, Shape } from './wristbands.js';

/** Drawn at twice the size and shown at half: sharp on every screen. */
export const PIXEL_RATIO = 2;
const SIZE = 26;

/** A wristband's mark: the shape is the state, filled while its position is live, hollow when not, struck out when silent. */
export function drawMark(shape: Shape, freshness: Freshness, palette: Palette): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIZE * PIXEL_RATIO;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) throw new Error('no canvas to draw on');
  const colour = shape === 'normal' ? palette.normal : palette.severity[shape];
  const scale = (shape === 'normal' ? 1.25 : 1.7) * PIXEL_RATIO;
  pen.translate(canvas.width / 2, canvas.height / 2);
  pen.scale(scale, scale);
  pen.lineJoin = 'round';
  const outline = new Path2D(outlines[shape]);
  halo(pen, outline, palette.paper);
  pen.strokeStyle = colour;
  pen.fillStyle = freshness === 'live' ? colour : palette.paper;
  pen.lineWidth = 1.5;
  pen.fill(outline, 'evenodd');
  pen.stroke(outline);
  if (freshness === 'silent') strikeOut(pen, colour);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

function halo(pen: CanvasRenderingContext2D, outline: Path2D, colour: string): void {
  pen.strokeStyle = colour;
  pen.lineWidth = 3.4;
  pen.stroke(outline);
}

function strikeOut(pen: CanvasRenderingContext2D, colour: string): void {
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.moveTo(-5.2, 5.2);
  pen.lineTo(5.2, -5.2);
  pen.stroke();
}

export const shapes: readonly Shape[] = ['normal', 'information', 'warning', 'serious', 'critical'];
export const freshnesses: readonly Freshness[] = ['live', 'stale', 'silent'];

/** Diagonal lines for what must not be entered; without the colour it still reads as closed. */
export function drawHatch(colour: string): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 16;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) throw new Error('no canvas to draw on');
  pen.strokeStyle = colour;
  pen.globalAlpha = 0.6;
  pen.lineWidth = 2;
  for (const from of [-16, 0, 16]) {
    pen.beginPath();
    pen.moveTo(from, 16);
    pen.lineTo(from + 16, 0);
    pen.stroke();
  }
  return pen.getImageData(0, 0, 16, 16);
}
